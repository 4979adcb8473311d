import { expect, test } from 'vitest'
import { betaDistribution, betaQuantile } from '../../../../engine/sampling/schedules/beta-quantile.ts'

// Reference: scipy.stats.beta 1.17.
test('the quantiles and the distribution of the beta distribution are SciPy’s', () => {
  const quantiles = [
    [0.1, 0.6, 0.6, 0.03958440558878085],
    [0.25, 0.3, 0.3, 0.0676242982454255],
    [0.9, 2, 2, 0.8041998943409083],
    [1e-5, 0.6, 2.5, 1.664597633601718e-9],
    [0.99999, 0.6, 2.5, 0.9861853393086091],
    [0.1, 30, 50, 0.30649077679193903],
  ] as const
  for (const [p, a, b, x] of quantiles) expect(betaQuantile(p, a, b)).toBeCloseTo(x, 11)
  expect(betaDistribution(0.1, 0.6, 0.6)).toBeCloseTo(0.17604725434603785, 12)
  expect(betaDistribution(0.99999, 0.6, 0.6)).toBeCloseTo(0.9993099661898496, 12)
})
