/**
 * Anomalies in time series. A table with a column of times becomes a {@link
 * dev.hourglass.tasks.anomaly.series.TimeSeries} of even steps, its sliding windows become rows,
 * and a detector of those rows tells how odd each point is. {@link
 * dev.hourglass.tasks.anomaly.series.SeriesRanking} has the measures of the field, the NAB score
 * and the volume under the surface of precision and recall. Start at {@link
 * dev.hourglass.tasks.anomaly.series.SeriesDetector}.
 */
package dev.hourglass.tasks.anomaly.series;
