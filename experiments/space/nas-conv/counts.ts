/**
 * Parameters and multiply-adds of the networks, without building them. Trainable numbers are counted, running means and
 * variances are not; multiply-adds are those of convolutions and the classifier, zeros of the padding included.
 */
import { type Count, linear, normalisation, total } from '../darts-cnn/layer-counts.ts';
import type { NasConvForm } from './form.ts';
import type { ConvGenotype } from './genotype.ts';
import { type ConvolutionPlan, type NasConvShape, planNetwork } from './plan.ts';

export function countNasConv(form: NasConvForm, genotype: ConvGenotype, shape: NasConvShape): Count {
  const { convolutions, last } = planNetwork(form, genotype, shape);
  return total([...convolutions.map(countConvolution), linear(last.channels, shape.classes)]);
}

function countConvolution({ filter, input, output }: ConvolutionPlan): Count {
  const parameters = filter[0] * filter[1] * input.channels * output.channels;
  const multiplyAdds = parameters * output.height * output.width;
  return total([{ parameters, multiplyAdds }, normalisation(output.channels, true)]);
}
