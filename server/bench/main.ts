import { spawnSync } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Device, isPackDevice } from '../../engine/runtime/device.ts'
import { gemmSpeed } from '../../engine/runtime/gemm-speed.ts'
import { clipTokens } from '../../engine/text/clip-tokenizer.ts'
import { parsePromptWeights } from '../../engine/text/prompt-weights.ts'
import { believedPacks } from '../../runtime/accelerators/packs.ts'
import { userFolder } from '../http/user-folder.ts'
import { measureApi } from './api.ts'
import { type CheckpointLayout, layouts } from './layout/checkpoints.ts'
import { makeCheckpoint } from './make-checkpoint.ts'
import { type Measurement, measure } from './measure.ts'
import { comparePrecision } from './precision/precision.ts'
import { type PeerOptions, versus } from './versus.ts'

/** Prompts that nobody writes, but a damaged file may hold: their time must grow with their length, not faster. */
const prompts: readonly (readonly [what: string, read: (text: string) => unknown, text: string])[] = [
  ['one word of 100,000 letters', clipTokens, 'ab'.repeat(50_000)],
  ['100,000 open parentheses', parsePromptWeights, '('.repeat(100_000)],
  ['10,000 nested weights', parsePromptWeights, `${'('.repeat(10_000)}a${':1.1)'.repeat(10_000)}`],
]

/** Milliseconds that each takes, as lines to print. */
function longPrompts(): string {
  const lines = prompts.map(([what, read, text]) => {
    const started = performance.now()
    read(text)
    return `  ${what.padEnd(29)}${(performance.now() - started).toFixed(0).padStart(6)} ms`
  })
  return ['\nlong prompts', ...lines].join('\n')
}

const USAGE = `npm run bench                                the small model for trying out, long prompts, and the editor
npm run bench -- --checkpoint FILE           any checkpoint, at the size its family was trained for
npm run bench -- --make-sd15 FILE            writes a full-size SD 1.5 checkpoint of random weights (2.1 GB)
npm run bench -- --make-sdxl FILE            the same in the shape of SDXL (6.9 GB)
npm run bench -- --api                       how fast ComfyUI's API answers
npm run bench -- --vs [--checkpoint FILE]      our backends, the machine's limit, and other programs that are found, in one table
  --comfyui FOLDER                            ComfyUI's folder; COMFYUI_PATH otherwise
  --python COMMAND                            the Python that has openvino, and ComfyUI's where its folder has none
  --peer 'COMMAND'                            how long a command takes, from its start to its end; any number of them
  --longest SECONDS                           what another program may take; 3600 otherwise
npm run bench -- --precision                 how far bfloat16 and 8-bit weights are from float32, over 64 prompts
  --lora FILE  --size PIXELS  --steps N  --threads N  --device cpu|openvino  --json
  --prompts N`

const builtIn = (path: string): string => fileURLToPath(new URL(`../../models/${path}`, import.meta.url))

const { values } = parseArgs({
  options: {
    checkpoint: { type: 'string' },
    lora: { type: 'string' },
    size: { type: 'string' },
    steps: { type: 'string' },
    threads: { type: 'string' },
    'make-sd15': { type: 'string' },
    'make-sdxl': { type: 'string' },
    device: { type: 'string' },
    vs: { type: 'boolean' },
    peer: { type: 'string', multiple: true },
    comfyui: { type: 'string' },
    python: { type: 'string' },
    longest: { type: 'string' },
    precision: { type: 'boolean' },
    prompts: { type: 'string' },
    api: { type: 'boolean' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  },
})

if (values.help) console.log(USAGE)
else if (values['make-sd15']) await write(values['make-sd15'], layouts.sd15)
else if (values['make-sdxl']) await write(values['make-sdxl'], layouts.sdxl)
else if (values.api) console.log(await measureApi())
else if (values.vs) console.log(await versus(ownArguments(), peerSubject(), peerOptions()))
else if (values.precision) console.log(await comparePrecision(await believedPacks(userFolder()), precisionOptions()))
else {
  await bench()
  if (!values.checkpoint && !values.json) {
    console.log(longPrompts())
    measureEditor()
  }
}

/** What each measured process is given. */
function ownArguments(): string[] {
  const names = ['checkpoint', 'lora', 'size', 'steps', 'threads'] as const
  return names.flatMap(name => (values[name] === undefined ? [] : [`--${name}`, values[name]]))
}

function peerSubject() {
  const { checkpoint = builtIn('checkpoints/micro-sd.safetensors'), threads } = values
  return { checkpoint: resolve(checkpoint), ...(threads && { threads: Number(threads) }) }
}

function peerOptions(): PeerOptions {
  const { peer: commands = [], comfyui = process.env.COMFYUI_PATH, python, longest } = values
  return {
    commands,
    ...(comfyui && { comfyui: resolve(comfyui) }),
    ...(python && { python }),
    longest: Number(longest ?? 3600),
  }
}

function precisionOptions() {
  const { checkpoint, size, prompts } = values
  return {
    ...(checkpoint && { checkpoint }),
    ...(size && { size: Number(size) }),
    ...(prompts && { prompts: Number(prompts) }),
  }
}

/** The editor is measured in a browser, by the program that its specs use. */
function measureEditor(): void {
  const script = fileURLToPath(new URL('../../tests/app/measure-editor.ts', import.meta.url))
  spawnSync(process.execPath, [script], { stdio: 'inherit' })
}

async function write(path: string, layout: CheckpointLayout): Promise<void> {
  const started = performance.now()
  try {
    await mkdir(dirname(path), { recursive: true })
    await makeCheckpoint(path, layout)
  } catch (error) {
    console.error(`error: ${path} could not be written: ${(error as Error).message}`)
    process.exitCode = 1
    return
  }
  console.log(`${path}  ${((performance.now() - started) / 1000).toFixed(1)} s`)
}

/** Matrix speed before and after, since a machine's speed may drift while networks run; the better one counts. */
async function bench(): Promise<void> {
  const threads = Number(values.threads ?? availableParallelism())
  const packs = await believedPacks(userFolder())
  const device = isPackDevice(values.device) ? values.device : 'cpu'
  const before = await gemmSpeed(threads, device, packs)
  const measured = await measure({
    checkpoint: values.checkpoint ?? builtIn('checkpoints/micro-sd.safetensors'),
    ...(values.checkpoint
      ? values.lora && { lora: values.lora }
      : { lora: builtIn('loras/micro-hyper-lora.safetensors') }),
    ...(values.size ? { size: Number(values.size) } : !values.checkpoint && { size: 128 }),
    steps: Number(values.steps ?? (values.checkpoint ? 2 : 4)),
    threads,
    packs,
    ...(device !== 'cpu' && { device }),
  })
  const gemm = Math.max(before, await gemmSpeed(threads, device, packs))
  console.log(values.json ? JSON.stringify({ gemm, threads, ...measured }) : table(measured, { gemm, threads, device }))
}

/**
 * Writes a measurement as a table. Each time is followed by the TFLOP of float32 matrix products that this machine computes
 * in that time: a number that can be compared between machines, and on a busy one with itself.
 */
function table(m: Measurement, { gemm, threads, device }: { gemm: number; threads: number; device: Device }): string {
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
    `${m.file}, ${m.size}×${m.size}, ${device}, ${threads} threads; GEMM ${(gemm / 1e9).toFixed(0)} GFLOP/s (float32, in this run)`,
    `  ${''.padEnd(26)}     time   as matrix products`,
    ...lines,
    `  ${'peak memory'.padEnd(26)}${(m.peakBytes / 1e9).toFixed(2).padStart(9)} GB`,
  ].join('\n')
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`
const tera = (flops: number): string => (flops / 1e12).toFixed(3)
