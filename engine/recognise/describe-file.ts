import { type LatentNumbers, type LatentSpace, latentNumbers, latentsOf } from '../checkpoint/family.ts'
import { bytesPer } from '../checkpoint/files/dtype.ts'
import type { Safetensors } from '../checkpoint/files/safetensors.ts'
import { loraModules } from '../lora/modules.ts'
import { loraOrigin } from '../lora/origin.ts'
import type { FileDescription, Finding, Part, PartName } from './description.ts'
import { partTitles } from './kind-names.ts'
import { anyKey } from './kinds/any-key.ts'
import { recogniseControl, recogniseT2i } from './kinds/control.ts'
import { recogniseEmbedding, recogniseHypernetwork } from './kinds/embedding.ts'
import { recogniseForeign } from './kinds/foreign.ts'
import { findVision, recogniseGligen, recogniseIpAdapter, recogniseStyle } from './kinds/image-prompt.ts'
import { encoderFamily, type FoundEncoder, findEncoders } from './kinds/text-encoder.ts'
import { type FoundUnet, findUnet } from './kinds/unet.ts'
import { recogniseUpscaler } from './kinds/upscaler.ts'
import { describeVae, findVae, recogniseTaesd } from './kinds/vae.ts'

/** Tests for one kind of file each, in this order: a file with a UNet's layers may be a ControlNet. */
const TESTS: readonly ((file: Safetensors) => Finding | null)[] = [
  recogniseGligen,
  recogniseForeign,
  recogniseControl,
  recogniseIpAdapter,
  recogniseT2i,
  recogniseStyle,
]
/** Tests for files without any network of a checkpoint. */
const LATER_TESTS: typeof TESTS = [
  recogniseLora,
  recogniseTaesd,
  recogniseUpscaler,
  recogniseHypernetwork,
  recogniseEmbedding,
]

/** Describes a file by the keys and shapes in its header; nothing else is read. */
export function describeFile(file: Safetensors): FileDescription {
  const special = firstFinding(TESTS, file)
  const networks = special ? nothingFound : findNetworks(file)
  const found = special ?? recogniseNetworks(file, networks) ?? firstFinding(LATER_TESTS, file) ?? unknown(file)
  const { kind, family = 'unknown', latents = latentsOf(family), variants = [] } = found
  const refusal = unknownNumbers(file) ?? found.refusal
  const contextWidth = networks.unet?.contextWidth
  const latentChannels = networks.unet?.outChannels ?? found.latentChannels
  return {
    kind,
    family,
    latents,
    variants,
    inpainting: networks.unet?.inChannels === 9,
    parts: partsOf(file, networks),
    latentNumbers: numbersOf(file, latents),
    ...(latentChannels !== undefined && { latentChannels }),
    ...(contextWidth !== undefined && { contextWidth }),
    ...(refusal !== undefined && { refusal }),
  }
}

/** The metadata may differ from the usual numbers of such latents. */
function numbersOf({ metadata }: Safetensors, latents: LatentSpace): LatentNumbers {
  const { channels, ...usual } = latentNumbers[latents]
  const scale = Number(metadata['vae.scaling_factor'] ?? usual.scale)
  const shift = Number(metadata['vae.shift_factor'] ?? usual.shift)
  return { channels, scale, shift }
}

const firstFinding = (tests: typeof TESTS, file: Safetensors): Finding | null => {
  for (const test of tests) {
    const finding = test(file)
    if (finding) return finding
  }
  return null
}

/** The networks in a checkpoint, or in a file of one network. */
interface Networks {
  readonly unet: FoundUnet | null
  readonly encoders: readonly FoundEncoder[]
  readonly vae: string | undefined
  readonly vision: ReturnType<typeof findVision>
}
const nothingFound: Networks = { unet: null, encoders: [], vae: undefined, vision: null }

const findNetworks = (file: Safetensors): Networks => ({
  unet: findUnet(file),
  encoders: findEncoders(file),
  vae: findVae(file),
  vision: findVision(file),
})

function recogniseNetworks(file: Safetensors, { unet, encoders, vae, vision }: Networks): Finding | null {
  const kinds = encoders.map(({ kind }) => kind)
  if (unet) {
    const alone = encoders.length === 0 && vae === undefined
    return { ...unet, kind: alone ? 'unet' : 'checkpoint' }
  }
  if (vae !== undefined)
    return encoders.length > 0 ? { kind: 'checkpoint', family: encoderFamily(kinds) } : describeVae(file, vae)
  if (encoders.length > 0)
    return { kind: 'text-encoder', family: encoderFamily(kinds), variants: kinds.map(kind => partTitles[kind]) }
  return vision && { kind: 'clip-vision', variants: [vision.name] }
}

function recogniseLora(file: Safetensors): Finding | null {
  const modules = loraModules(file)
  return modules.length === 0 ? null : { kind: 'lora', ...loraOrigin(modules, file.metadata) }
}

/** Files whose weights have a number format that is not supported. */
function unknownNumbers(file: Safetensors): string | undefined {
  if (anyKey(file, /(^|\.)scaled_fp8$|\.scale_weight$/))
    return 'stored as 8-bit numbers with scales (scaled_fp8), which are not supported; use the fp16, bf16 or plain fp8 file'
  if (anyKey(file, /\.(absmax|quant_map)$|\.quant_state\./))
    return 'stored in the packed numbers of bitsandbytes, which are not supported; use the fp16 or bf16 file'
  return undefined
}

/** An unknown kind, with its first keys, which may help the user. */
const unknown = ({ tensors }: Safetensors): Finding => ({
  kind: 'unknown',
  variants: tensors.size === 0 ? ['it is empty'] : [`it begins with ${[...tensors.keys()].slice(0, 3).join(', ')}`],
})

function partsOf(file: Safetensors, { unet, encoders, vae, vision }: Networks): FileDescription['parts'] {
  const prefixes: readonly (readonly [PartName, string])[] = [
    ...(unet ? [['unet', unet.prefix] as const] : []),
    ...encoders.map(({ kind, prefix }) => [kind, prefix] as const),
    ...(vae === undefined ? [] : [['vae', vae] as const]),
    ...(vision ? [['clipVision', vision.prefix] as const] : []),
  ]
  return Object.fromEntries(prefixes.map(([name, prefix]) => [name, part(file, prefix)]))
}

function part({ tensors }: Safetensors, prefix: string): Part {
  const infos = [...tensors.values()].filter(({ name }) => name.startsWith(prefix))
  return {
    prefix,
    parameters: infos.reduce((n, { length, dtype }) => n + length / bytesPer(dtype), 0),
    dtypes: [...new Set(infos.map(({ dtype }) => dtype))].toSorted(),
  }
}
