import { basename } from 'node:path'
import {
  describeFile,
  type Family,
  type FileDescription,
  type FileKind,
  type Part,
  type PartName,
} from '../../engine/checkpoint/family.ts'
import { kindNames } from '../../engine/checkpoint/kind-names.ts'
import { type LoraModule, loraModules } from '../../engine/checkpoint/lora.ts'
import { type Recipe, recipeFor } from '../../engine/checkpoint/recipe.ts'
import { openSafetensors } from '../../engine/checkpoint/safetensors.ts'
import type { Findings } from './inspect.ts'

/** What a LoRA file changes, and with how many numbers. */
interface LoraFacts {
  readonly kinds: readonly string[]
  readonly modules: number
  /** The smallest and the largest; null where the kind has none. */
  readonly rank: readonly [least: number, most: number] | null
}

/** What a .safetensors file is, from its header alone. */
export async function inspectModel(file: string): Promise<Findings> {
  const header = await openSafetensors(file)
  const description = describeFile(header)
  const lora = description.kind === 'lora' ? loraFacts(loraModules(header)) : null
  const { kind, family, inpainting, parts } = description
  const { size, metadata, tensors } = header
  const recipe = recipeFor(basename(file))
  const json = { kind, file, family, inpainting, bytes: size, tensors: tensors.size, parts, lora, recipe, metadata }
  return { json, text: describe(basename(file), size, description, { lora, recipe }, metadata) }
}

function loraFacts(modules: readonly LoraModule[]): LoraFacts {
  const ranks = modules.flatMap(({ tensors }) => tensors.down?.shape[0] ?? [])
  return {
    kinds: [...new Set(modules.map(({ kind, tensors }) => (tensors.dora_scale ? 'dora' : kind)))],
    modules: modules.length,
    rank: ranks.length > 0 ? [Math.min(...ranks), Math.max(...ranks)] : null,
  }
}

function describe(
  name: string,
  bytes: number,
  { kind, family, inpainting, parts }: FileDescription,
  { lora, recipe }: { lora: LoraFacts | null; recipe: Recipe | null },
  metadata: Readonly<Record<string, string>>,
): string {
  const facts = [
    ...Object.entries(parts).map(([part, found]) => `  ${partTitles[part as PartName].padEnd(13)} ${partLine(found)}`),
    ...(lora ? [`  ${loraLine(lora)}`] : []),
    ...(inpainting ? ['  for inpainting: it also reads a mask and the masked picture'] : []),
  ]
  const notes = Object.entries(metadata)
    .sort()
    .map(([key, value]) => `  ${key}: ${shorten(value)}`)
  return [
    `${name}: ${kindNames[kind]}${family === 'unknown' ? '' : ` for ${familyNames[family]}`}, ${fileSize(bytes)}`,
    ...(facts.length > 0 ? ['', ...facts] : []),
    ...(recipe ? ['', ...recipeLines(recipe, kind)] : []),
    ...(notes.length > 0 ? ['', 'its own notes', ...notes] : []),
  ].join('\n')
}

const familyNames: Readonly<Record<Family, string>> = {
  sd1: 'Stable Diffusion 1.x',
  sd2: 'Stable Diffusion 2.x',
  sdxl: 'SDXL',
  'sdxl-refiner': "SDXL's refiner",
  unknown: 'a family not known here',
}

const partTitles: Readonly<Record<PartName, string>> = {
  unet: 'UNet',
  clipL: 'CLIP-L',
  clipH: 'CLIP-H',
  clipG: 'CLIP-G',
  vae: 'VAE',
}

const partLine = ({ parameters, dtypes }: Part): string =>
  `${(parameters / 1e6).toFixed(1).padStart(7)} M parameters, ${dtypes.join(' and ')}`

function loraLine({ kinds, modules, rank }: LoraFacts): string {
  const ranks =
    rank && (rank[0] === rank[1] ? `rank ${rank[1]}` : `rank ${rank[1]} (from ${rank[0]} where a layer is narrow)`)
  return [kinds.join(' and '), ...(ranks ? [ranks] : []), `${modules} layers`].join(', ')
}

function recipeLines({ title, steps, sampler, scheduler, cfg, eta, strength, why, source }: Recipe, kind: FileKind) {
  const settings = [
    `${steps} ${steps === 1 ? 'step' : 'steps'}`,
    sampler === 'tcd' ? 'TCD Sampler' : `sampler ${sampler}`,
    `scheduler ${scheduler}`,
    `cfg ${cfg}`,
    ...(eta === undefined ? [] : [`eta ${eta}`]),
    ...(kind === 'lora' ? [`LoRA strength ${strength}`] : []),
  ]
  return [`how to run it: ${title}`, `  ${settings.join(', ')}`, `  ${why}`, `  (${source})`]
}

function fileSize(bytes: number): string {
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`
}

const shorten = (value: string): string => {
  const oneLine = value.replaceAll(/\s+/g, ' ')
  return oneLine.length > 100 ? `${oneLine.slice(0, 100)}…` : oneLine
}
