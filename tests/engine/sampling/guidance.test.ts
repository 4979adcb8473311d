import { test } from 'vitest'
import { guided, guidedRescaled } from '../../../engine/sampling/guidance.ts'
import { readGolden, readGoldenJson } from '../../goldens/read.ts'
import { expectClose } from './close.ts'

interface Goldens {
  cfg: { kind: 'plain' | 'RescaleCFG'; scale: number; multiplier: number; sigma: number; out: string }[]
}

// Reference: ComfyUI 0.3.64, cfg_function and the RescaleCFG node.
test('guidance, plain and rescaled, for every scale, φ and σ', () => {
  const arrays = readGolden('samplers.safetensors')
  const [x, positive, negative] = [arrays.get('msf.x')!, arrays.get('cfg.cond')!, arrays.get('cfg.uncond')!]
  for (const { kind, scale: cfg, multiplier: phi, sigma, out } of readGoldenJson<Goldens>('samplers.json').cfg) {
    const actual =
      kind === 'plain' ? guided(positive, negative, cfg) : guidedRescaled(x, positive, negative, { sigma, cfg, phi })
    expectClose(actual, arrays.get(out)!, 2e-5, out)
  }
})
