import { loadControlNet } from '../../engine/pipeline/control/load.ts'
import { loadCheckpoint } from '../../engine/pipeline/load.ts'
import { applyLora } from '../../engine/pipeline/loras.ts'
import { encodePrompt } from '../../engine/pipeline/text/encode-prompt.ts'
import type { Conditioning } from '../../engine/pipeline/types.ts'
import { denoiser } from '../../engine/pipeline/unet/denoiser.ts'
import { unetNetwork } from '../../engine/pipeline/unet/unet-network.ts'
import { decodeLatent, encodeImage } from '../../engine/pipeline/vae/vae.ts'
import { createOn } from '../../engine/runtime/create-on.ts'
import type { PackDevice, Packs } from '../../engine/runtime/device.ts'
import { computesBfloat16 } from '../../engine/runtime/openvino/session.ts'
import { Sessions } from '../../engine/runtime/sessions.ts'
import { map, type Tensor } from '../../engine/tensor/tensor.ts'
import { operatorGraph, operatorInput, operatorNames, wave } from './compared-operators.ts'
import { notMeasured, thisMachine, type Verdict } from './packs.ts'
import { gateSubject, precisionFigures, shipped, spread } from './precision-gate.ts'

/** The greatest difference, over the greatest value, that float32 may have; the order of sums differs. */
const TOLERANCE = 1e-3

/** `difference` is infinite where a shape differs or a value is not a number. */
const difference = (actual: Tensor, expected: Tensor): number => {
  if (actual.dims.join() !== expected.dims.join()) return Number.POSITIVE_INFINITY
  const [off, size] = expected.data.reduce(
    ([off, size], value, i) => [Math.max(off, Math.abs(value - actual.data[i]!)), Math.max(size, Math.abs(value))],
    [0, 1e-6],
  )
  return Number.isNaN(off) ? Number.POSITIVE_INFINITY : off / size
}

/** Half precision rounds to 2⁻¹¹ of a value, and a network adds many such roundings. */
const HALF_TOLERANCE = 5e-2

/**
 * Computes every operator and the small model for trying out's networks on a pack and on the CPU and compares the numbers, then
 * measures a step on both.
 *
 * @param library  the path of libopenvino_c, or of an execution provider
 */
export async function selfTest(device: PackDevice, library: string): Promise<Verdict> {
  const packs = { [device]: { library, faster: false } }
  const problems = await operatorProblems(device, packs)
  // Networks consist of these operators: one problem is enough.
  if (problems.length > 0) return { passed: false, problems, machine: thisMachine(), times: notMeasured }
  const cpu = new Sessions({ device: 'cpu' })
  const notices: string[] = []
  const options = { device, packs, notice: (message: string) => notices.push(message) }
  const exact = new Sessions({ ...options, compute: 'float32' })
  // As it is used: an execution provider computes in half precision where it can.
  const used = device === 'plugin' ? new Sessions(options) : exact
  try {
    for (const [name, network] of Object.entries(await networks())) {
      const expected = await network(cpu)
      const offs = [difference(await network(exact), expected), difference(await network(used), expected)] as const
      if (notices.length > 0) problems.push(`${name}: ${notices.splice(0).join('; ')}`)
      else if (!(offs[0] <= TOLERANCE)) problems.push(`${name} differs by ${offs[0].toPrecision(2)}`)
      else if (!(offs[1] <= HALF_TOLERANCE)) problems.push(`${name} differs by ${offs[1].toPrecision(2)} as it is used`)
    }
    const passed = problems.length === 0
    const rounds = passed && device === 'openvino' && computesBfloat16(library)
    const bfloat16 = rounds ? { bfloat16: await measuredBfloat16(packs, cpu) } : {}
    return { passed, problems, machine: thisMachine(), times: await stepTimes(used, cpu), ...bfloat16 }
  } finally {
    await exact.close()
    await used.close()
    await cpu.close()
  }
}

/** Pictures of the small model for trying out in bfloat16 against float32. */
async function measuredBfloat16(packs: Packs, cpu: Sessions): Promise<NonNullable<Verdict['bfloat16']>> {
  const fast = new Sessions({ device: 'openvino', packs, precision: 'fast' })
  try {
    const { pictures, decoded } = await precisionFigures(cpu, fast, await gateSubject())
    return { pictures: spread(pictures), decoder: spread(decoded) }
  } finally {
    await fast.close()
  }
}

async function operatorProblems(device: PackDevice, packs: Packs): Promise<string[]> {
  const problems: string[] = []
  const reasons: string[] = []
  const options = { packs, threads: 0, root: '/' }
  // Attention is one operator only on the CPU (networks/attention.ts).
  const names = operatorNames.filter(name => device === 'openvino' || !/attention/i.test(name))
  for (const name of names) {
    try {
      const sessions = [
        await createOn(device, operatorGraph(name), options),
        await createOn('cpu', operatorGraph(name), options),
      ]
      const [actual, expected] = await Promise.all(sessions.map(session => session.run({ x: operatorInput })))
      await Promise.all(sessions.map(session => session.release()))
      const off = difference(actual!.y!, expected!.y!)
      if (!(off <= TOLERANCE)) problems.push(`operator ${name} differs by ${off.toPrecision(2)}`)
    } catch (error) {
      reasons.push((error as Error).message)
      problems.push(`operator ${name}: ${(error as Error).message}`)
    }
  }
  // What cannot be loaded, or finds no device, fails with every operator.
  return reasons.length === names.length && new Set(reasons).size === 1 ? reasons.slice(0, 1) : problems
}

/** The small model for trying out in pieces, at its smallest sizes. */
async function networks(): Promise<Record<string, (on: Sessions) => Promise<Tensor>>> {
  const { model, clip, vae } = await loadCheckpoint(await shipped('checkpoints/micro-sd.safetensors'))
  const control = await loadControlNet(await shipped('controlnet/micro-control-scribble.safetensors'))
  const lora = await shipped('loras/micro-hyper-lora.safetensors')
  const hyper = (await applyLora({ model }, lora, { model: 0.7, clip: 0 })).model!
  const picture = map(wave([1, 64, 64, 3]), v => (v + 1) / 2)
  const prompt = async (on: Sessions) => (await encodePrompt(clip, 'a photo of a cat', contextOf(on)))[0]!.embedding
  return {
    'text encoder': prompt,
    'UNet with LoRA and ControlNet': async on => {
      const use = { control, picture, strength: 0.7, range: { start: 0, end: 1 } }
      const positive: Conditioning = [{ embedding: await prompt(on), controls: [use] }]
      const { denoise } = denoiser(on, await unetNetwork(hyper), { kind: 'basic', model: hyper, positive })
      return denoise(wave([1, 4, 8, 8]), 1)
    },
    'VAE decoder': on => decodeLatent(vae, { samples: wave([1, 4, 8, 8]) }, contextOf(on)),
    'VAE encoder': on => encodeImage(vae, picture, contextOf(on)),
  }
}

const contextOf = (sessions: Sessions) => ({
  sessions,
  signal: new AbortController().signal,
  find: async () => null,
  notice() {},
  progress() {},
})

/**
 * The first and the best of three further steps of the small model for trying out at 512×512 on each, taken in turn; at 128×128 where the
 * pack takes twice as long as the CPU there: graphics cards in software would take minutes.
 */
async function stepTimes(pack: Sessions, cpu: Sessions): Promise<Verdict['times']> {
  const small = await stepTimesAt(16, pack, cpu)
  return small.pack.next > 2 * small.cpu.next ? small : stepTimesAt(64, pack, cpu)
}

/** @param side  of the latent */
async function stepTimesAt(side: number, pack: Sessions, cpu: Sessions): Promise<Verdict['times']> {
  const { model } = await loadCheckpoint(await shipped('checkpoints/micro-sd.safetensors'))
  const network = await unetNetwork(model)
  const [x, context] = [wave([1, 4, side, side]), wave([1, 77, network.contextWidth ?? 768])]
  const feeds = { x, context, timestep: { dims: [1], data: Float32Array.of(500) } }
  const step = async (sessions: Sessions): Promise<number> => {
    const from = performance.now()
    await sessions.run(network.request(x.dims, context.dims), feeds)
    return performance.now() - from
  }
  const times = {
    pack: { first: await step(pack), next: Infinity },
    cpu: { first: await step(cpu), next: Infinity },
  }
  for (let round = 0; round < 3; round++) {
    times.pack.next = Math.min(times.pack.next, await step(pack))
    times.cpu.next = Math.min(times.cpu.next, await step(cpu))
  }
  return times
}
