import type { FileRef } from '../../checkpoint/files/file-ref.ts'
import { RangeInputError } from '../../errors.ts'
import { openFile } from '../../recognise/open-file.ts'
import { loadClipVision } from '../clip-vision.ts'
import type { TextFiles } from '../text/prompt-files.ts'
import type { Model } from '../types.ts'
import { type IpAdapter, loadIpAdapter } from './load.ts'

/** The published adapters by their usual names, for SD 1.x and for SDXL, and which encoder they need. */
interface Preset {
  readonly sd1: readonly string[]
  readonly sdxl: readonly string[]
  readonly encoder: keyof typeof encoders
}

const encoders = {
  'ViT-H': ['CLIP-ViT-H-14-laion2B-s32B-b79K', 'IPAdapter_image_encoder_sd15'],
  'ViT-bigG': ['CLIP-ViT-bigG-14-laion2B-39B-b160k', 'IPAdapter_image_encoder_sdxl'],
} as const

const presets = {
  'LIGHT - SD1.5 only (low strength)': {
    sd1: ['ip-adapter_sd15_light_v11', 'ip-adapter_sd15_light'],
    sdxl: [],
    encoder: 'ViT-H',
  },
  'STANDARD (medium strength)': { sd1: ['ip-adapter_sd15'], sdxl: ['ip-adapter_sdxl_vit-h'], encoder: 'ViT-H' },
  'VIT-G (medium strength)': { sd1: ['ip-adapter_sd15_vit-G'], sdxl: ['ip-adapter_sdxl'], encoder: 'ViT-bigG' },
  'PLUS (high strength)': {
    sd1: ['ip-adapter-plus_sd15'],
    sdxl: ['ip-adapter-plus_sdxl_vit-h'],
    encoder: 'ViT-H',
  },
  'PLUS FACE (portraits)': {
    sd1: ['ip-adapter-plus-face_sd15'],
    sdxl: ['ip-adapter-plus-face_sdxl_vit-h'],
    encoder: 'ViT-H',
  },
  'FULL FACE - SD1.5 only (portraits stronger)': { sd1: ['ip-adapter-full-face_sd15'], sdxl: [], encoder: 'ViT-H' },
  Composition: { sd1: ['ip_plus_composition_sd15'], sdxl: ['ip_plus_composition_sdxl'], encoder: 'ViT-H' },
  Kolors: { sd1: [], sdxl: [], encoder: 'ViT-H' },
} as const satisfies Readonly<Record<string, Preset>>
export type PresetName = keyof typeof presets

/** The files of a preset that are here: what it loads depends on them. */
export async function presetFiles(name: PresetName, find: TextFiles['find']): Promise<FileRef[]> {
  const { sd1, sdxl, encoder }: Preset = presets[name]
  const adapters = await Promise.all([...sd1, ...sdxl].map(one => find('ipadapter', one)))
  const towers = await Promise.all(encoders[encoder].map(one => find('clip_vision', one)))
  return [...adapters, ...towers].filter(file => file !== null)
}

/**
 * Loads the adapter of a preset for the family of a model, and its picture encoder.
 *
 * @throws RangeInputError when there is none for the family, or a file is not here
 */
export async function loadPreset(model: Model, name: PresetName, files: TextFiles): Promise<IpAdapter> {
  const preset: Preset = presets[name]
  const { description } = await openFile(model.file)
  const names = description.family === 'sdxl' ? preset.sdxl : preset.sd1
  if (names.length === 0)
    throw new RangeInputError(
      name === 'Kolors'
        ? 'Kolors is a model with another text encoder, which is not supported: select Composition.'
        : `The preset ${name} has no adapter for SDXL: select STANDARD, PLUS or PLUS FACE.`,
    )
  const adapter = await firstFound('ipadapter', names, files)
  const vision = await firstFound('clip_vision', encoders[preset.encoder], files)
  return loadIpAdapter(adapter, await loadClipVision(vision))
}

async function firstFound(folder: string, names: readonly string[], { find, explainMissing }: TextFiles) {
  for (const name of names) {
    const file = await find(folder, name)
    if (file) return file
  }
  const name = `${names[0]}.safetensors`
  const why = (await explainMissing?.(folder, name)) ?? `${name} was not found`
  throw new RangeInputError(`${why.replace(/[.]$/, '')}. Put it into models/${folder}.`)
}
