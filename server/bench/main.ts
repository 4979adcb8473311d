import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { gemmSpeed } from './gemm.ts'
import { type CheckpointLayout, layouts } from './layout/checkpoints.ts'
import { longPrompts } from './long-prompts.ts'
import { makeCheckpoint } from './make-checkpoint.ts'
import { measure } from './measure.ts'
import { table } from './table.ts'

const USAGE = `npm run bench                                the built-in model, long prompts, and the editor
npm run bench -- --checkpoint FILE           any checkpoint, at the size its family was trained for
npm run bench -- --make-sd15 FILE            writes a full-size SD 1.5 checkpoint of random weights (2.1 GB)
npm run bench -- --make-sdxl FILE            the same in the shape of SDXL (6.9 GB)
  --lora FILE  --size PIXELS  --steps N  --threads N  --json`

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
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  },
})

if (values.help) console.log(USAGE)
else if (values['make-sd15']) await write(values['make-sd15'], layouts.sd15)
else if (values['make-sdxl']) await write(values['make-sdxl'], layouts.sdxl)
else {
  await bench()
  if (!values.checkpoint && !values.json) {
    console.log(longPrompts())
    measureEditor()
  }
}

/** The editor is measured in a browser, by the program that its specs use. */
function measureEditor(): void {
  const script = fileURLToPath(new URL('../../tests/app/measure-editor.ts', import.meta.url))
  spawnSync(process.execPath, [script], { stdio: 'inherit' })
}

async function write(path: string, layout: CheckpointLayout): Promise<void> {
  const started = performance.now()
  await makeCheckpoint(path, layout)
  console.log(`${path}  ${((performance.now() - started) / 1000).toFixed(1)} s`)
}

/** Matrix speed before and after, since a machine's speed may drift while networks run; the better one counts. */
async function bench(): Promise<void> {
  const threads = Number(values.threads ?? availableParallelism())
  const before = await gemmSpeed(threads)
  const measured = await measure({
    checkpoint: values.checkpoint ?? builtIn('checkpoints/micro-sd.safetensors'),
    ...(values.checkpoint
      ? values.lora && { lora: values.lora }
      : { lora: builtIn('loras/micro-hyper-lora.safetensors') }),
    ...(values.size ? { size: Number(values.size) } : !values.checkpoint && { size: 128 }),
    steps: Number(values.steps ?? (values.checkpoint ? 2 : 4)),
    threads,
  })
  const gemm = Math.max(before, await gemmSpeed(threads))
  console.log(values.json ? JSON.stringify({ gemm, threads, ...measured }) : table(measured, { gemm, threads }))
}
