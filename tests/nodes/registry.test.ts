import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Port } from '../../graph/node.ts'
import { choiceOver, hasCases } from '../../graph/ports/cases.ts'
import { widgetSlots } from '../../graph/widgets/widget-slots.ts'
import { loadNodes } from '../../nodes/registry.ts'

/** What others declare, read off their definitions. */
interface Declared {
  readonly title: string
  /** Where it is an output and has outputs. */
  readonly isOutput?: true
  readonly inputs: readonly Readonly<Record<string, unknown>>[]
  readonly outputs: readonly { readonly type: string; readonly name: string }[]
}
const tables = [
  // ComfyUI 0.3.64, ComfyUI-TCD and Hyper-SD's node.
  'comfyui-0.3.64.json',
  // Nodes as ComfyUI declares them in 2026: newer ones, and some that are older than the first table.
  'comfyui-later.json',
  // Nodes of others' packs, by their authors' definitions.
  'packs.json',
]
const comfyui = Object.assign(
  {},
  ...tables.map(name => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'))),
) as Record<string, Declared>
const nodes = await loadNodes()
const specs = [...nodes.values()].map(({ spec }) => spec)

/** One of our ports in the words of the table. Lists of samplers and schedules have tests of their own. */
function declared(name: string, port: Port): Record<string, unknown> {
  const common = { name, ...(port.optional && { optional: true }) }
  if (port.kind === 'socket' && port.grows) {
    const { group, min, names } = port.grows
    return { name: group, type: 'GROWS', of: port.type, min, ...('prefix' in names ? names : { names }) }
  }
  if (port.kind === 'socket') return { ...common, type: port.type }
  if (port.kind === 'seed')
    return {
      ...{ ...common, type: 'INT', default: 0, min: smallOr(port.min), max: String(port.max), step: 1 },
      ...(port.control !== false && { control: true }),
    }
  if (port.kind === 'file')
    return {
      ...common,
      type: 'FILE',
      folder: port.folder,
      ...(port.upload && { upload: true }),
      ...(port.none && { none: port.none }),
    }
  if (port.kind === 'text') return { ...common, type: 'STRING', multiline: port.multiline, default: port.default }
  if (port.kind === 'toggle') return { ...common, type: 'BOOLEAN', default: port.default }
  if (port.kind === 'choice') {
    if (hasCases(port)) {
      const ofCase = (key: string) => Object.entries(port.cases[key]!).map(([short, each]) => declared(short, each))
      return { ...common, type: 'DYNAMIC', options: port.options.map(key => ({ key, inputs: ofCase(key) })) }
    }
    if (name === 'sampler_name') return { ...common, type: 'SAMPLERS' }
    if (name === 'scheduler' && port.options.length > 2) return { ...common, type: 'SCHEDULERS' }
    return { ...common, type: 'COMBO', options: port.options }
  }
  // Kinds that ComfyUI does not have.
  if (port.kind !== 'int' && port.kind !== 'float') return { ...common, type: port.kind.toUpperCase() }
  const { min, max, step } = port
  return { ...common, type: port.kind.toUpperCase(), default: port.default, min, max, step }
}

const smallOr = (n: bigint) => (n === 0n ? 0 : String(n))

test.each(Object.entries(comfyui))(
  '%s is declared as ComfyUI declares it',
  (type, { title, isOutput, inputs, outputs }) => {
    const spec = nodes.get(type)?.spec
    expect(spec?.title).toBe(title)
    const isFirst = (port: Port) => port.kind !== 'socket' || !port.grows || port.grows.at === 0
    const own = Object.entries(spec!.inputs).filter(([name, port]) => !choiceOver(spec!, name) && isFirst(port))
    expect(own.map(([name, port]) => declared(name, port))).toEqual(inputs)
    expect(Object.entries(spec!.outputs).map(([name, { type }]) => ({ type, name }))).toEqual(outputs)
    expect(spec?.isOutput).toBe(isOutput ?? outputs.length === 0)
  },
)

test.each([
  ['KSampler', 'seed seed:control steps cfg sampler_name scheduler denoise'],
  [
    'KSamplerAdvanced',
    'add_noise noise_seed noise_seed:control steps cfg sampler_name scheduler start_at_step end_at_step return_with_leftover_noise',
  ],
  ['SamplerCustom', 'add_noise noise_seed noise_seed:control cfg'],
  ['TCDModelSamplingDiscrete', 'steps scheduler denoise eta'],
  [
    'KSampler //Inspire',
    'seed seed:control steps cfg sampler_name scheduler denoise noise_mode batch_seed_mode variation_seed variation_strength variation_method internal_seed',
  ],
  ['LoadImage', 'image image:button'],
  ['LoadImageMask', 'image channel image:button'],
  ['LoraLoader', 'lora_name strength_model strength_clip'],
  ['EmptyLatentImage', 'width height batch_size'],
])('the widgets of %s are saved in the order %s', (type, order) => {
  const slots = widgetSlots(nodes.get(type)!.spec)
  const names = slots.map(slot =>
    slot.kind === 'skip' ? '' : slot.kind === 'value' ? slot.name : `${slot.name}:${slot.kind}`,
  )
  expect(names.join(' ')).toBe(order)
})

test.each([...nodes.values()].map(({ definition }) => [definition.type, definition.ours ?? false] as const))(
  '%s is in ComfyUI’s table, or says that it is ours',
  (type, isOurs) => expect(isOurs).toBe(!Object.hasOwn(comfyui, type)),
)

test.each(specs.map(spec => [spec.type, spec] as const))(
  '%s says in one sentence what it is for',
  (_, { title, about }) => {
    expect(title).toMatch(/\S/)
    expect(about).toMatch(/^[A-Z].{10,130}[.]$/)
  },
)

/** What a person who has drawn with Stable Diffusion once knows without being told. */
const selfEvident = ['model', 'clip', 'vae', 'samples', 'images', 'positive', 'negative', 'conditioning', 'sigmas']

test.each(specs.map(spec => [spec.type, spec] as const))(
  'every number and choice of %s is explained',
  (_, { inputs }) => {
    const unexplained = Object.entries(inputs).filter(([, port]) => port.kind !== 'socket' && !port.help)
    expect(unexplained.map(([name]) => name).filter(name => !selfEvident.includes(name))).toEqual([])
  },
)

test('the menu is the folder', () => {
  expect(nodes.get('LatentFromBatch')?.spec.category).toBe('latent/batch')
  expect(nodes.get('KSampler')?.spec.category).toBe('sampling')
})

test('listing the nodes loads neither ONNX Runtime nor sharp', () => {
  const list = `const { loadNodes } = await import('./nodes/registry.ts')
    console.log((await loadNodes()).size, process.report.getReport().sharedObjects.join())`
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', list], { cwd: root, encoding: 'utf8' })
  expect(Number.parseInt(output, 10)).toBe(nodes.size)
  expect(output).not.toMatch(/onnxruntime|sharp|vips/)
})
