import { type ChildProcess, spawn } from 'node:child_process'
import { truncateSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readPngText } from '../../graph/import/png-text.ts'
import { type JsonObject, parseJson } from '../../graph/json.ts'
import type { Prompt, Specs } from '../../graph/prompt.ts'
import { loadNodes } from '../../nodes/registry.ts'
import type { RunReport } from '../../server/cli/run/run-report.ts'
import { open } from '../workflows/open.ts'

const repository = resolve(import.meta.dirname, '../..')
const oneStep = join(repository, 'workflows/hyper-sd-1-step.json')
const twentySteps = join(repository, 'workflows/base-20-steps-cfg.json')
const tinySdxl = join(repository, 'tests/goldens/pipelines/tiny_sdxl.safetensors')
const tinySd15 = join(repository, 'tests/goldens/pipelines/tiny_sd15.safetensors')

let [root, home] = ['', '']
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'run-command-'))
})
afterAll(() => rm(root, { recursive: true }))
/** An empty folder to start the command in. */
const emptyFolder = () => mkdtemp(join(root, 'home-'))
beforeEach(async () => {
  home = await emptyFolder()
})

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command; `during` is called with each piece of its error output. */
function leapgraph(
  args: readonly string[],
  during: (child: ChildProcess, stderr: string) => void = () => {},
  cwd = home,
  input: Uint8Array | null = null,
) {
  const child = spawn(process.execPath, [join(repository, 'server/main.ts'), ...args], { cwd })
  child.stdin.end(input)
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
/** A picture of 64×64 on one thread: another test draws beside this one. */
const small = ['--set', '3.width=64', '--set', '3.height=64', '--threads', '1']

describe('one step on the built-in model, from standard input, for two seeds', () => {
  const first = () => join(folder, 'output/hyper-sd-1-step_00001_.png')
  let folder: string
  let ended: Ended
  let reports: RunReport[]
  beforeAll(async () => {
    folder = await emptyFolder()
    const sweep = ['--sweep', `SamplerCustom.noise_seed=${seed},8`]
    const unfit = ['--set', '7.cfg=7', '--set', '6.steps=9']
    const args = ['run', '-', '--json', '--device', 'cpu', ...sweep, ...small, ...unfit]
    ended = await leapgraph(args, undefined, folder, await readFile(oneStep))
    reports = ended.stdout
      .trim()
      .split('\n')
      .map(line => parseJson(line) as unknown as RunReport)
  })

  test('gives one report for each seed', () => {
    expect(ended.code).toBe(0)
    expect(reports).toMatchObject([
      { run: 1, set: [`SamplerCustom.noise_seed=${seed}`], ok: true, status: 'done', device: 'cpu', errors: [] },
      { run: 2, set: ['SamplerCustom.noise_seed=8'], ok: true, seed: 8 },
    ])
    const [report] = reports
    expect(report!.seed).toBe(BigInt(seed))
    expect(report!.seeds).toEqual([{ node: '7', input: 'noise_seed', seed: BigInt(seed) }])
    expect(report!.nodes.map(({ type }) => type)).toContain('SamplerCustom')
    expect(reports.map(({ outputs }) => outputs[0]!.path)).toEqual([first(), first().replace('00001', '00002')])
  })

  test('reports settings that the few-step file was not made for', () => {
    expect(ended.stderr).toContain(
      'note: The Hyper LoRA for trying out was distilled for cfg 1. cfg 7 oversaturates the picture.',
    )
    expect(ended.stderr).toContain('note: The Hyper LoRA for trying out is made for 1 to 8 steps. For 9 steps')
  })

  test('makes a PNG with its workflow; it makes the same file, again when it changes, until it is interrupted', async () => {
    const png = await readFile(first())
    const carried = readPngText(png)
    expect([...carried.keys()]).toEqual(['prompt', 'workflow'])
    expect(carried.get('prompt')).toContain(`"noise_seed":${seed}`)
    expect(carried.get('workflow')).toContain(seed)

    let runs = 0
    const changeThenEnd = (child: ChildProcess, stderr: string) => {
      const waits = stderr.split('waiting for ').length - 1
      if (waits === runs) return
      runs = waits
      if (runs === 1) void utimes(first(), 1, 1)
      else child.kill('SIGINT')
    }
    const again = await leapgraph(['run', first(), '--watch', '--threads', '1'], changeThenEnd, folder)
    // The second run finds everything made, and names the same file again.
    const made = 'output/hyper-sd-1-step_00003_.png'
    expect(again).toMatchObject({ code: 130, stdout: `${made}\n${made}\n` })
    expect(await readFile(join(folder, made))).toEqual(png)
  })
})

test.each([
  ['a value out of range', ['run', oneStep, '--set', '3.width=-8'], 1, /node 3\), input width: expected 16 to/],
  ['an unknown option', ['run', oneStep, '--sed', '1'], 2, /Unknown option '--sed'/],
  ['an unknown command', ['paint'], 2, /there is no command 'paint'/],
])('%s: one sentence, no stack, nothing saved', async (_, args, code, sentence) => {
  const ended = await leapgraph(args)
  expect(ended.stderr).toMatch(sentence)
  expect(ended.stderr).not.toMatch(/\n\s+at /)
  expect(ended).toMatchObject({ code, stdout: '' })
  expect(await readdir(home)).not.toContain('output')
})

describe('an API prompt with one sound output and many faulty ones', () => {
  let ended: Ended
  let report: RunReport
  beforeAll(async () => {
    const folder = await emptyFolder()
    await mkdir(join(folder, 'models/checkpoints'), { recursive: true })
    await symlink(tinySdxl, join(folder, 'models/checkpoints/xl.safetensors'))
    await symlink(tinySd15, join(folder, 'models/checkpoints/tiny.safetensors'))
    await writeFile(join(folder, 'models/checkpoints/damaged.safetensors'), 'hello')
    const specs: Specs = new Map([...(await loadNodes())].map(([type, { spec }]) => [type, spec]))
    await writeFile(join(folder, 'prompt.json'), JSON.stringify(faulty(specs)))
    ended = await leapgraph(['run', 'prompt.json', '--json', '--models', 'models', ...small], undefined, folder)
    report = JSON.parse(ended.stdout)
  })

  test('makes the sound one and fails', () => {
    expect(ended.code).toBe(1)
    expect(report.ok).toBe(false)
    expect(report.outputs.map(({ node }) => node)).toEqual(['9'])
    expect(report.errors).toHaveLength(6)
    expect(report.errors).toContainEqual(
      expect.objectContaining({ node: 'lost', type: 'SomebodysNode', code: 'unknown-node' }),
    )
  })

  test.each([
    ['a node of an unknown class', /There is no node type "SomebodysNode" here \(node lost\)/],
    ['a model that is not there', /node gone1.*did you mean 'micro-sd\.safetensors'\?$/],
    [
      'a model of another family',
      /node other2\): xl\.safetensors is for SDXL, and micro-hyper-lora\.safetensors is for SD 1\.x/,
    ],
    ['a LoRA of another model', /node unfit2.*micro-hyper-lora.* does not fit tiny/],
    ['a damaged model', /node damaged1.*damaged\.safetensors is not a model file/],
    ['a misspelt input in an axis of a grid', /node 18\), input rows: node 16 .*"etta"/],
  ])('reports %s in one sentence without a stack', (_, sentence) => {
    const lines = ended.stderr.split('\n').filter(line => line.startsWith('error: '))
    expect(lines.filter(line => sentence.test(line))).toHaveLength(1)
    expect(ended.stderr).not.toMatch(/\n\s+at /)
  })
})

/** The one-step workflow as it is, and copies of it and of a grid with one mistake in each. */
function faulty(specs: Specs): Prompt {
  const { prompt } = open('hyper-sd-1-step.json', specs)
  const on = (ckpt_name: string) => ({ 1: { ckpt_name } })
  return {
    ...prompt,
    lost: { class_type: 'SomebodysNode', inputs: { image: ['8', 0] } },
    lost2: { class_type: 'SaveImage', inputs: { images: ['lost', 0], filename_prefix: 'lost' } },
    ...copy(prompt, 'gone', on('micro.safetensors')),
    ...copy(prompt, 'other', on('xl.safetensors')),
    ...copy(prompt, 'unfit', on('tiny.safetensors')),
    ...copy(prompt, 'damaged', on('damaged.safetensors')),
    ...copy(open('compare-steps-eta.json', specs).prompt, '1', { 8: { columns: '16.steps = 1', rows: '16.etta = 1' } }),
  }
}

/** The same nodes with `prefix` before their ids and some inputs changed. */
function copy(prompt: Prompt, prefix: string, changes: Readonly<Record<string, JsonObject>>): Prompt {
  const moved = (inputs: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [
        name,
        Array.isArray(value) ? [`${prefix}${value[0]}`, value[1]!] : value,
      ]),
    )
  return Object.fromEntries(
    Object.entries(prompt).map(([id, node]) => [
      `${prefix}${id}`,
      { ...node, inputs: { ...moved(node.inputs), ...changes[id] } },
    ]),
  )
}

test('Ctrl-C while it samples: it stops at once, says so, and leaves nothing behind', async () => {
  const stop = (child: ChildProcess, stderr: string) => stderr.includes('What to draw:') && child.kill('SIGINT')
  const { code, stdout, stderr } = await leapgraph(['run', twentySteps, '--threads', '1'], stop)
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
  expect(stderr).toMatch(/stopped\n$/)
  expect(await readdir(home)).toEqual([])
})

test('a checkpoint that is cut short while it is used is named, and no graphics driver is blamed', async () => {
  await mkdir(join(home, 'models/checkpoints'), { recursive: true })
  const own = join(home, 'models/checkpoints/own.safetensors')
  await copyFile(join(repository, 'models/checkpoints/micro-sd.safetensors'), own)
  const cut = (_: ChildProcess, stderr: string) => stderr.includes('What to draw:') && truncateSync(own, 20_000)
  const options = ['--set', '1.ckpt_name=own.safetensors', '--models', 'models', '--device', 'cpu', '--threads', '1']
  const { code, stderr } = await leapgraph(['run', twentySteps, ...options], cut)
  expect(code).toBe(1)
  expect(stderr).toMatch(/own\.safetensors changed while it was used: its size or time differs\. Run again when/)
  expect(stderr).not.toContain('driver')
})
