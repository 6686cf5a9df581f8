/** The temperature of a Gumbel softmax, which falls down a line. Epochs count from 0. */

export interface TemperatureSettings {
  readonly temperatureStart: number;
  readonly temperatureEnd: number;
}

/** @param reached the epoch in which the line is at its end, also where the search stops short of it; 0 stays at the start */
export const temperatureAt = (
  { temperatureStart: start, temperatureEnd: end }: TemperatureSettings,
  epoch: number,
  reached: number,
): number => (reached > 0 ? start - ((start - end) * epoch) / reached : start);
