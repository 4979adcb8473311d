import type { Measurement } from './measure.ts'

/**
 * Writes a measurement as a table. Each time is followed by the TFLOP of float32 matrix products that this machine computes
 * in that time: a number that can be compared between machines, and on a busy one with itself.
 */
export function table(m: Measurement, { gemm, threads }: { gemm: number; threads: number }): string {
  const share = (flops: number, seconds: number) =>
    `${percent(flops / seconds / gemm)} of the GEMM speed (${tera(flops)} TFLOP)`
  const rows: [string, number, string][] = [
    ['open the files', m.open, ''],
    ['text encoder: session', m.text.create, ''],
    ['text encoder: prompt', m.text.run, ''],
    ['UNet: session', m.unet.create, `${(m.unet.create / m.unet.step).toFixed(2)} × one step`],
    ['UNet: one step', m.unet.step, share(m.unet.flops, m.unet.step)],
    ['first preview', m.firstPreview, `${(m.firstPreview / m.unet.step).toFixed(2)} × one step`],
    ['VAE decoder: session', m.decode.create, ''],
    ['VAE decoder: picture', m.decode.run, share(m.decode.flops, m.decode.run)],
    [`first picture, ${m.steps} steps`, m.firstPicture, ''],
    ['second picture', m.secondPicture, `${m.sessionsForSecond} sessions made for another seed and LoRA strength`],
  ]
  const lines = rows.map(([what, seconds, note]) =>
    `  ${what.padEnd(26)}${seconds.toFixed(3).padStart(9)} s ${tera(seconds * gemm).padStart(8)} TFLOP   ${note}`.trimEnd(),
  )
  return [
    `${m.file}, ${m.size}×${m.size}, CPU, ${threads} threads; GEMM ${(gemm / 1e9).toFixed(0)} GFLOP/s (float32, in this run)`,
    `  ${''.padEnd(26)}     time   as matrix products`,
    ...lines,
    `  ${'peak memory'.padEnd(26)}${(m.peakBytes / 1e9).toFixed(2).padStart(9)} GB`,
  ].join('\n')
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`
const tera = (flops: number): string => (flops / 1e12).toFixed(3)
