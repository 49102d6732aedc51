package dev.hourglass.tasks.report;

/** The look of a page: paper and ink, one accent, system fonts, light and dark, down to a phone. */
final class StyleSheet {
  private StyleSheet() {}

  private static final String LIGHT =
      """
      --paper:#fdfcf9;--raised:#f6f3ec;--ink:#211f1b;--soft:#6a655c;--faint:#7b756a;--rule:#e6e1d7;
      --accent:#9a5b00;--mark:#fff3d6;--halo:#fdfcf9;--shade:#211f1b;
      """;

  private static final String DARK =
      """
      --paper:#151618;--raised:#1d1f22;--ink:#ebe8e1;--soft:#a7a298;--faint:#8d887f;--rule:#303236;
      --accent:#f0b45e;--mark:#3a2f17;--halo:#151618;--shade:#ebe8e1;
      """;

  private static final String RULES =
      """
      *{box-sizing:border-box}
      html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-behavior:smooth}
      body{margin:0;background:var(--paper);color:var(--ink);
        font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Liberation Sans",sans-serif;
        font-variant-numeric:tabular-nums}
      header,main,footer{max-width:1120px;margin:0 auto;padding:0 24px}
      header{padding-top:44px}
      h1,h2{font-family:"Iowan Old Style","Palatino Linotype",Palatino,Charter,Georgia,"Liberation Serif",serif;
        font-weight:600;letter-spacing:-.01em;text-wrap:balance}
      h1{font-size:clamp(2rem,5vw,3rem);line-height:1.08;margin:.35em 0 .3em}
      h2{font-size:1.6rem;line-height:1.2;margin:0 0 .25em}
      h3{font-size:.95rem;font-weight:600;margin:0 0 6px;display:flex;align-items:baseline;gap:8px;flex-wrap:wrap}
      h3 small{font-weight:400;color:var(--soft);font-size:.85rem}
      a{color:inherit}
      .brand{display:flex;align-items:center;gap:9px;margin:0;color:var(--accent);font-weight:600;
        letter-spacing:.02em}
      .brand svg{width:17px;height:22px;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linejoin:round}
      .lede{font-size:1.08rem;color:var(--soft);max-width:64ch;margin:0 0 1.4em}
      .short{background:var(--raised);border-radius:12px;padding:20px 24px;margin:0 0 8px}
      .short h2{font-size:1.15rem;margin-bottom:.5em}
      .short ul{margin:0;padding:0;list-style:none;display:grid;gap:9px}
      .short li{padding-left:20px;position:relative;max-width:86ch}
      .short li::before{content:"";position:absolute;left:2px;top:.62em;width:7px;height:7px;
        border-radius:50%;background:var(--accent)}
      nav{display:flex;flex-wrap:wrap;gap:4px 18px;font-size:.9rem;padding:14px 0 0}
      nav a{color:var(--soft);text-decoration:none;border-bottom:1px solid var(--rule);padding:2px 0}
      nav a:hover{color:var(--ink);border-color:var(--accent)}
      section{padding:44px 0 0;scroll-margin-top:8px}
      .note{color:var(--soft);max-width:76ch;margin:0 0 18px}
      .note b,.note strong{color:var(--ink);font-weight:600}
      .dot{display:inline-block;flex:none;width:.62em;height:.62em;border-radius:50%;
        background:var(--hue,var(--soft));border:2px solid var(--hue,var(--soft));vertical-align:.02em;margin-right:.5em}
      .dot.classic{background:transparent}
      h3 .dot{margin-right:0;align-self:center}
      .grid{display:grid;gap:26px 30px;grid-template-columns:repeat(auto-fill,minmax(min(100%,290px),1fr))}
      .grid.small{grid-template-columns:repeat(auto-fill,minmax(min(100%,225px),1fr))}
      .grid+h3{margin-top:26px}
      .grid.four{grid-template-columns:repeat(auto-fill,minmax(min(100%,150px),1fr));max-width:860px;gap:14px 18px}
      .grid.four+.grid.four{margin-top:16px}
      .grid.tiles{grid-template-columns:repeat(auto-fill,minmax(min(100%,225px),1fr))}
      .grid.pairs{grid-template-columns:repeat(auto-fill,minmax(min(100%,480px),1fr))}
      figure{margin:0;min-width:0}
      figcaption{font-size:.82rem;color:var(--soft);margin-top:4px}
      .chart{display:block;width:100%;height:auto;overflow:visible}
      .chart text{font-size:11px;fill:var(--soft)}
      .chart .name{fill:var(--faint)}
      .chart .mid{text-anchor:middle}
      .chart .end{text-anchor:end}
      .chart .rule{stroke:var(--rule);stroke-width:1;fill:none}
      .chart .line{fill:none;stroke:var(--hue);stroke-width:1.9;stroke-linejoin:round;stroke-linecap:round}
      .chart .dashed{stroke-dasharray:1 4.5;stroke-width:2.3}
      .chart .tag{fill:var(--hue);font-weight:600}
      .chart .line.thin{stroke-width:1.1}
      .chart .bar{fill:var(--hue)}
      .chart .ground{fill:var(--mark)}
      .bars{font-size:.82rem;line-height:1.2}
      .bars caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
      .bars th,.bars tbody th,.bars td{border:0;padding:3px 0;text-align:left;font-weight:400;position:static}
      .bars tbody th{width:1px;padding-right:9px;color:var(--soft);text-align:right;max-width:13em;
        overflow:hidden;text-overflow:ellipsis}
      .bars .track{display:flex;align-items:center;gap:6px;white-space:nowrap}
      .bars i{display:block;flex:none;height:13px;min-width:1px;border-radius:0 2px 2px 0;background:var(--hue);
        width:calc((100% - var(--room))*var(--share))}
      .bars b{background:none;padding:0;margin:0}
      .chart .points{fill:none;stroke:var(--hue,var(--soft));stroke-width:3.2;stroke-linecap:round;
        opacity:.62;transition:opacity .15s}
      .chart .mark{font-size:15px;font-weight:700;fill:var(--hue);text-anchor:middle;paint-order:stroke;
        stroke:var(--halo);stroke-width:4px;stroke-linejoin:round;pointer-events:none}
      .map{background:var(--raised);border-radius:10px}
      .plane{position:relative;display:grid;grid-template-columns:minmax(0,1.55fr) minmax(0,1fr);gap:0 30px;
        max-width:980px;margin:0 0 14px}
      .plane .cells{grid-column:1;grid-row:1;display:grid;grid-template-columns:repeat(21,1fr);aspect-ratio:var(--ratio);
        background:var(--sheet) 0 0/100% 100%;border-radius:10px;overflow:clip}
      .plane>svg{grid-column:1;grid-row:1;pointer-events:none;height:100%}
      .plane>svg .points{opacity:.8;stroke-width:2.6}
      .plane label{cursor:crosshair;display:block}
      .plane label:hover{background:color-mix(in srgb,var(--accent) 35%,transparent)}
      .plane label:has(:checked){background:color-mix(in srgb,var(--accent) 45%,transparent);
        outline:2px solid var(--accent)}
      .plane input{position:absolute;opacity:0;width:1px;height:1px;pointer-events:none}
      .plane label>span{display:none;position:absolute;top:0;right:0;width:calc((100% - 30px)*.392);
        aspect-ratio:var(--ratio);background:var(--sheet) var(--x) var(--y)/var(--of) var(--of);image-rendering:pixelated;
        border-radius:10px;pointer-events:none}
      .plane :checked+span,.plane label:hover>span{display:block}
      .plane label:hover>span{z-index:2}
      .plane span b{position:absolute;top:calc(100% + 6px);left:0;font-weight:400;font-size:.9rem;color:var(--soft);
        background:var(--paper)}
      .narrow{display:none}
      .legend{display:flex;flex-wrap:wrap;gap:4px 14px;font-size:.85rem;color:var(--soft);margin:0 0 16px;
        padding:0;list-style:none}
      .legend li{display:flex;align-items:center;cursor:default}
      .legend .stroke{width:22px;height:0;border-top:2px solid var(--soft);margin-right:7px}
      .legend .stroke.dotted{border-top:2.5px dotted var(--soft)}
      .scroll{overflow-x:auto;margin:0 -24px;padding:0 24px}
      table{border-collapse:separate;border-spacing:0;width:100%;font-size:.92rem}
      caption{text-align:left;color:var(--soft);font-size:.85rem;padding-bottom:8px}
      th,td{padding:8px 9px;text-align:right;border-bottom:1px solid var(--rule);white-space:nowrap}
      thead th{font-weight:500;color:var(--soft);font-size:.82rem;vertical-align:bottom;line-height:1.25;
        white-space:normal;border-bottom:1.5px solid var(--faint)}
      thead small{display:block;color:var(--faint);font-weight:400}
      tbody th{text-align:left;font-weight:600;position:sticky;left:0;background:var(--paper)}
      tbody th small{display:block;font-weight:400;color:var(--faint);font-size:.76rem;padding-left:1.45em}
      th:first-child,td:first-child{padding-left:0;text-align:left}
      td.none{color:var(--faint)}
      td b{background:var(--mark);border-radius:5px;padding:2px 6px;margin:-2px -6px;font-weight:700}
      td .meter{display:block;height:4px;border-radius:2px;background:var(--hue);margin:4px 0 -4px auto}
      tr.classic th,tr.classic td{color:var(--soft)}
      tr.first-classic th,tr.first-classic td{border-top:1.5px solid var(--faint)}
      .heat td{background:color-mix(in srgb,var(--accent) var(--heat),transparent);text-align:center}
      .heat thead th:not(:first-child){text-align:center}
      .heat td:first-child{text-align:center;padding-left:10px}
      .strips{display:grid;grid-template-columns:max-content minmax(0,720px) max-content;gap:7px 18px;
        align-items:center;grid-auto-flow:dense}
      .strips img{grid-column:2}
      .strips .figure{grid-column:3;justify-content:flex-end}
      .strips>span{font-size:.9rem;display:flex;align-items:baseline}
      .strips .who{font-weight:600}
      .strips .figure{color:var(--soft);font-size:.85rem}
      .strips img{display:block;width:100%;height:auto;border-radius:4px}
      .strips .original{color:var(--ink);font-weight:600}
      .strips .original+.original{color:var(--soft);font-weight:400}
      .strips .original+.original+img{margin-bottom:9px}
      .sound img{display:block;width:100%;height:170px;border-radius:8px}
      .sound audio{display:block;width:100%;height:36px;margin-top:8px}
      img.crisp{image-rendering:pixelated}
      .unit img,.many img{display:block;width:100%;height:auto;border-radius:8px}
      .unit .two{display:grid;grid-template-columns:1fr 1fr;gap:16px}
      .unit img{background:var(--raised);padding:8px}
      details{margin:18px 0 0;border-top:1px solid var(--rule);padding-top:12px}
      details+details{margin-top:12px}
      summary{cursor:pointer;font-weight:600;font-size:.95rem}
      summary::marker{color:var(--accent)}
      details>*:not(summary){margin-top:14px}
      pre{background:var(--raised);border-radius:8px;padding:14px 16px;overflow-x:auto;font:12.5px/1.5 ui-monospace,
        "SF Mono",Menlo,Consolas,"Liberation Mono",monospace;margin:8px 0 0}
      dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 20px;margin:0;font-size:.9rem}
      dt{color:var(--soft)}
      dd{margin:0;overflow-wrap:anywhere}
      .failure{border-left:3px solid var(--accent);padding:6px 0 6px 14px;margin:12px 0}
      footer{padding-top:56px;padding-bottom:56px}
      footer h2{font-size:1.15rem}
      @media (max-width:640px){
        body{font-size:15.5px}
        header,main,footer{padding-left:16px;padding-right:16px}
        header{padding-top:26px}
        .short{padding:16px 18px}
        .scroll{margin:0 -16px;padding:0 16px}
        section{padding-top:36px}
        .wide{display:none}
        .narrow{display:block}
        .strips{grid-template-columns:1fr max-content;gap:3px 12px}
        .grid.tiles{grid-template-columns:1fr 1fr;gap:20px 22px}
        .tiles .chart text{font-size:15px}
        .strips .figure{grid-column:2}
        .strips img{grid-column:1/-1;margin-bottom:9px}
        .plane{grid-template-columns:1fr;padding-bottom:calc(60vw + 46px)}
        .plane label>span{top:auto;bottom:30px;right:auto;left:0;width:60vw}
        th,td{padding:7px 8px}
        tbody th small{display:none}
      }
      @media print{.short,.map,pre{border:1px solid var(--rule)}section{break-inside:avoid}nav{display:none}}
      """;

  static String css() {
    return ":root{color-scheme:light dark;"
        + LIGHT
        + Palette.lightProperties()
        + "}\n@media (prefers-color-scheme:dark){:root{"
        + DARK
        + Palette.darkProperties()
        + "}}\n"
        + RULES
        + Palette.rules();
  }
}
