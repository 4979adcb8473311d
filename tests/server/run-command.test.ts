import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readPngText } from '../../graph/import/png-text.ts'
import { parseJson } from '../../graph/json.ts'
import type { RunReport } from '../../server/cli/run-report.ts'

const repository = resolve(import.meta.dirname, '../..')
const oneStep = join(repository, 'workflows/hyper-sd-1-step.json')
const grid = join(repository, 'workflows/compare-steps-eta.json')
const twentySteps = join(repository, 'workflows/base-20-steps-cfg.json')
const tinySdxl = join(repository, 'tests/goldens/pipelines/tiny_sdxl.safetensors')
const tinySd15 = join(repository, 'tests/goldens/pipelines/tiny_sd15.safetensors')

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'run-command-'))
})
afterEach(() => rm(home, { recursive: true }))

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command in an empty folder; `during` is called with each piece of its error output. */
function leapgraph(args: readonly string[], during: (child: ChildProcess, stderr: string) => void = () => {}) {
  const child = spawn(process.execPath, [join(repository, 'server/main.ts'), ...args], { cwd: home })
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', text => {
    said.stdout += text
  })
  child.stderr.on('data', text => {
    said.stderr += text
    during(child, said.stderr)
  })
  return new Promise<Ended>(done => child.on('close', code => done({ code, ...said })))
}

const seed = '18446744073709551615'

test('one step on the built-in model: a PNG with its workflow, and one JSON object that says so', async () => {
  const { code, stdout } = await leapgraph(['run', oneStep, '--json', '--device', 'cpu', '--seed', seed])
  const report = parseJson(stdout) as unknown as RunReport
  const [output] = report.outputs
  expect(code).toBe(0)
  expect(report).toMatchObject({ ok: true, status: 'done', device: 'cpu', errors: [] })
  expect(report.seed).toBe(BigInt(seed))
  expect(report.seeds).toEqual([{ node: '7', input: 'noise_seed', seed: BigInt(seed) }])
  expect(report.nodes.map(({ type }) => type)).toContain('SamplerCustom')
  expect(output!.path).toBe(join(home, 'output/hyper-sd-1-step_00001_.png'))

  const carried = readPngText(await readFile(output!.path))
  expect([...carried.keys()]).toEqual(['prompt', 'workflow'])
  expect(carried.get('prompt')).toContain(`"noise_seed":${seed}`)
  expect(carried.get('workflow')).toContain(seed)
})

test('a picture run again makes the same file, byte for byte, beside the first', async () => {
  expect((await leapgraph(['run', oneStep])).stdout).toBe('output/hyper-sd-1-step_00001_.png\n')
  const first = join(home, 'output/hyper-sd-1-step_00001_.png')
  const again = await leapgraph(['run', first])
  expect(again).toMatchObject({ code: 0, stdout: 'output/hyper-sd-1-step_00002_.png\n' })
  expect(await readFile(join(home, 'output/hyper-sd-1-step_00002_.png'))).toEqual(await readFile(first))
})

test('an API prompt runs as well; what fails is named and the other output is still made', async () => {
  const prompt: Record<string, unknown> = JSON.parse(await promptOf(oneStep))
  prompt.lost = { class_type: 'SomebodysNode', inputs: { image: ['8', 0] } }
  await writeFile(join(home, 'prompt.json'), JSON.stringify(prompt))
  const { code, stdout, stderr } = await leapgraph(['run', 'prompt.json', '--json'])
  const report: RunReport = JSON.parse(stdout)
  expect(code).toBe(1)
  expect(report.ok).toBe(false)
  expect(report.outputs).toHaveLength(1)
  expect(report.errors).toMatchObject([{ node: 'lost', type: 'SomebodysNode', code: 'unknown-node' }])
  expect(stderr).toMatch(/error: There is no node class "SomebodysNode" here \(node lost\)/)
})

/** What the workflow is as an API prompt, from the picture it makes. */
async function promptOf(workflow: string): Promise<string> {
  await leapgraph(['run', workflow, '--out', 'made'])
  const [name] = await readdir(join(home, 'made'))
  return readPngText(await readFile(join(home, 'made', name!))).get('prompt')!
}

const checkpoint = (name: string) => ['run', oneStep, '--models', 'models', '--set', `1.ckpt_name=${name}`]

test.each([
  ['a workflow that is not there', ['run', 'gone.json'], 1, /the workflow gone\.json does not exist/],
  ['text that is no workflow', ['run', 'notes.json'], 1, /notes\.json: This is not JSON/],
  ['JSON that is no workflow', ['run', 'list.json'], 1, /list\.json: A workflow is a JSON object/],
  ['a model in the place of a workflow', ['run', tinySd15], 1, /is a model, not a workflow/],
  ['a model that is not there', checkpoint('micro.safetensors'), 1, /node 1.*did you mean 'micro-sd\.safetensors'\?/],
  [
    'a model of another family',
    checkpoint('xl.safetensors'),
    1,
    /node 2\): xl\.safetensors is for SDXL, and micro-hyper-lora\.safetensors is for SD 1\.x/,
  ],
  ['a LoRA of another model', checkpoint('tiny.safetensors'), 1, /node 2.*micro-hyper-lora.* does not fit tiny/],
  ['a damaged model', checkpoint('damaged.safetensors'), 1, /node 1.*damaged\.safetensors is not a \.safetensors file/],
  ['a value out of range', ['run', oneStep, '--set', '3.width=-8'], 1, /node 3\), input width: expected 16 to/],
  [
    'an axis of a grid that is none',
    ['run', grid, '--set', '8.rows=6.etta=1'],
    1,
    /node 8\), input rows: node 6 .*"etta"/,
  ],
  ['an input that is not there', ['run', oneStep, '--set', '3.widt=1'], 2, /has no input 'widt'; it has width, height/],
  ['a node that is not there', ['run', oneStep, '--set', '99.width=1'], 2, /there is no node '99'/],
  ['an unknown option', ['run', oneStep, '--sed', '1'], 2, /Unknown option '--sed'/],
  ['an unknown command', ['paint'], 2, /there is no command 'paint'/],
])('%s: one sentence, no stack, nothing saved', async (_, args, code, sentence) => {
  await mkdir(join(home, 'models/checkpoints'), { recursive: true })
  await symlink(tinySdxl, join(home, 'models/checkpoints/xl.safetensors'))
  await symlink(tinySd15, join(home, 'models/checkpoints/tiny.safetensors'))
  await writeFile(join(home, 'models/checkpoints/damaged.safetensors'), 'hello')
  await writeFile(join(home, 'notes.json'), 'buy milk')
  await writeFile(join(home, 'list.json'), '[1, 2]')
  const ended = await leapgraph(args)
  expect(ended.stderr).toMatch(sentence)
  expect(ended.stderr).not.toMatch(/\n\s+at /)
  expect(ended).toMatchObject({ code, stdout: '' })
  expect(await readdir(home)).not.toContain('output')
})

test('settings that a few-step file was not made for are reported, and the workflow still runs', async () => {
  const { code, stdout, stderr } = await leapgraph(['run', oneStep, '--set', '7.cfg=7', '--set', '6.steps=20'])
  expect(code).toBe(0)
  expect(stderr).toContain('note: The built-in Hyper LoRA was distilled for cfg 1. cfg 7 oversaturates the picture.')
  expect(stderr).toContain('note: The built-in Hyper LoRA is made for 1 to 8 steps. For 20 steps')
  expect(stdout).toMatch(/\.png\n$/)
})

test('Ctrl-C while it samples: it stops at once, says so, and leaves nothing behind', async () => {
  const stop = (child: ChildProcess, stderr: string) => stderr.includes('What to draw:') && child.kill('SIGINT')
  const { code, stdout, stderr } = await leapgraph(['run', twentySteps], stop)
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
  expect(stderr).toMatch(/stopped\n$/)
  expect(await readdir(home)).toEqual([])
})

test('inspect says what a workflow needs and what is missing here', async () => {
  const { code, stdout } = await leapgraph(['inspect', oneStep, '--json'])
  const found = JSON.parse(stdout)
  expect(code).toBe(0)
  expect(found.nodes).toContainEqual({ id: '9', type: 'SaveImage', title: 'Save Image', known: true })
  expect(found.files[0]).toMatchObject({
    node: '1',
    folder: 'checkpoints',
    name: 'micro-sd.safetensors',
    missing: null,
  })
  expect(found.problems).toEqual([])
})

test('inspect says what a model file is', async () => {
  const lora = await leapgraph(['inspect', join(repository, 'models/loras/micro-hyper-lora.safetensors')])
  expect(lora.stdout).toMatch(
    /^micro-hyper-lora\.safetensors: a LoRA for SD 1\.x, 7\.3 MB\n(?:.*\n)* {2}changes {7}164 layers, low-rank, rank 32\n/,
  )
  expect(lora.stdout).toContain(
    'how to run it, recognised by its name\n  The built-in Hyper LoRA\n    4 steps (1 to 8 work), TCD',
  )
  const sdxl = JSON.parse((await leapgraph(['inspect', tinySdxl, '--json'])).stdout)
  expect(sdxl).toMatchObject({ kind: 'checkpoint', family: 'sdxl', parts: { unet: { dtypes: ['F16'] } } })
})
