package dev.hourglass.engine.kernel;

/**
 * What oneDNN uses of the processor.
 *
 * @param bits a value of {@code dnnl_cpu_isa_t} in {@code dnnl_types.h}
 */
public record InstructionSet(int bits) {
  /** The bit that AVX-512 brought, and all that came after it has. */
  private static final int AVX512 = 0x20;

  /** The bit that AVX-512 BF16 brought, and all that came after it has. */
  private static final int AVX512_BF16 = 0x80;

  public boolean hasAvx512() {
    return (bits & AVX512) != 0;
  }

  /** Whether bfloat16 is multiplied in hardware. */
  public boolean multipliesBfloat16() {
    return (bits & AVX512_BF16) != 0;
  }

  /** oneDNN's name for it. */
  public String label() {
    return switch (bits) {
      case 0x0 -> "default";
      case 0x1 -> "sse41";
      case 0x3 -> "avx";
      case 0x7 -> "avx2";
      case 0xf -> "avx2_vnni";
      case 0x1f -> "avx2_vnni_2";
      case 0x27 -> "avx512_core";
      case 0x67 -> "avx512_core_vnni";
      case 0xe7 -> "avx512_core_bf16";
      case 0x1ef -> "avx512_core_fp16";
      case 0xfef -> "avx512_core_amx";
      case 0x1fef -> "avx512_core_amx_fp16";
      case 0x201ff -> "avx10_2_512";
      case 0x22fff -> "avx10_2_512_amx_2";
      default -> "isa 0x%x".formatted(bits);
    };
  }
}
