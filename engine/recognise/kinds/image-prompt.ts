import { familyOfPrompts } from '../../checkpoint/family.ts'
import type { Safetensors, TensorInfo } from '../../checkpoint/files/safetensors.ts'
import type { Finding } from '../description.ts'
import { anyKey } from './any-key.ts'

/** IP-Adapters — Ye et al. 2023, arXiv:2308.06721: a reference image beside the prompt. The projection shows the variant. */
export function recogniseIpAdapter(file: Safetensors): Finding | null {
  const reader = file.tensors.get('ip_adapter.1.to_k_ip.weight')
  if (!reader) return null
  const variants = VARIANTS.filter(([, test]) => test(file)).map(([variant]) => variant)
  const refusal = REFUSALS.get(variants[0] ?? '')
  return { kind: 'ip-adapter', family: familyOfPrompts(reader.shape[1]), variants, ...(refusal && { refusal }) }
}

/** GLIGEN — Li et al. 2023, arXiv:2301.07093: layers for boxes with words; also in a checkpoint that has them. */
export function recogniseGligen(file: Safetensors): Finding | null {
  const words = file.tensors.get('position_net.null_positive_feature')
  if (!words || !anyKey(file, /\.fuser\.linear\.weight$/)) return null
  return { kind: 'gligen', family: familyOfPrompts(words.shape[0]) }
}

/** The style adapter of T2I-Adapter — Mou et al. 2023, arXiv:2302.08453; the width of its tokens shows the family. */
export function recogniseStyle({ tensors }: Safetensors): Finding | null {
  if (!tensors.has('style_embedding')) return null
  return { kind: 'style-model', family: familyOfPrompts(tensors.get('proj')?.shape[1]) }
}

const shapeOf = ({ tensors }: Safetensors, key: string) => tensors.get(`image_proj.${key}`)?.shape

/** In the order in which they are tested. Light, plus face and the composition files differ from others only in their numbers. */
const VARIANTS: readonly (readonly [variant: string, test: (file: Safetensors) => boolean])[] = [
  [
    'FaceID',
    file =>
      anyKey(file, /^ip_adapter\.\d+\.to_[qkv]_lora\.|^image_proj\.perceiver_resampler\./) ||
      (anyKey(file, /^image_proj\.proj\.2\./) && !anyKey(file, /^image_proj\.proj\.3\./)) ||
      shapeOf(file, 'proj_in.weight')?.[1] === 512,
  ],
  ['Kolors', file => shapeOf(file, 'layers.0.0.to_out.weight')?.[0] === 2048],
  ['plus', file => anyKey(file, /^image_proj\.(latents$|perceiver_resampler\.)/)],
  ['full face', file => anyKey(file, /^image_proj\.proj\.3\./)],
  ['ViT-G', file => shapeOf(file, 'proj.weight')?.[1] === 1280 || shapeOf(file, 'proj_in.weight')?.[1] === 1664],
]

/** As the end of "NAME is …". */
const REFUSALS = new Map([
  [
    'FaceID',
    'an IP-Adapter FaceID, which reads faces with InsightFace’s network, whose licence allows research only: it is not supported; use a plus face adapter, which needs CLIP vision ViT-H alone',
  ],
  [
    'Kolors',
    'an IP-Adapter for Kolors, a model with another text encoder; Leapgraph runs Stable Diffusion 1.x, 2.x and SDXL',
  ],
])

/** A CLIP vision encoder inside a file, in Hugging Face's or OpenCLIP's names. */
export interface FoundVision {
  /** The prefix of its keys, before `vision_model.` or `conv1.`. */
  readonly prefix: string
  readonly name: string
}

export function findVision({ tensors }: Safetensors): FoundVision | null {
  for (const [prefix, patches] of PATCHES) {
    const info = tensors.get(prefix + patches)
    if (info) return { prefix, name: nameOf(info) }
  }
  return null
}

const PATCHES = [
  ['', 'vision_model.embeddings.patch_embedding.weight'],
  ['visual.', 'conv1.weight'],
  ['embedder.model.visual.', 'conv1.weight'],
] as const

const WIDTHS: Readonly<Record<number, string>> = { 768: 'ViT-B', 1024: 'ViT-L', 1280: 'ViT-H', 1664: 'ViT-bigG' }

/** @param patches  [D, 3, P, P] */
function nameOf({ shape: [width = 0, , size = 0] }: TensorInfo): string {
  return `${WIDTHS[width] ?? `ViT ${width} wide`}/${size}`
}
