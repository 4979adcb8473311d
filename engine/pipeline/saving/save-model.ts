import type { ClipKind } from '../../checkpoint/family.ts'
import { openHeader } from '../../checkpoint/files/safetensors.ts'
import { CheckpointError } from '../../errors.ts'
import { noLoras } from '../../lora/stack.ts'
import type { WeightFile } from '../../onnx/weights.ts'
import type { PartName } from '../../recognise/description.ts'
import { partTitles } from '../../recognise/kind-names.ts'
import { networkWeights, openFile } from '../../recognise/open-file.ts'
import type { Sessions } from '../../runtime/sessions.ts'
import { encoderSource, type WeightSource, weightStack } from '../merge.ts'
import { unetParts } from '../mixture/unet-parts.ts'
import type { Clip, Model, Vae } from '../types.ts'
import { type BakedTensors, bakedTensors } from './baked-tensor.ts'
import type { BakedNetwork } from './compute-weights.ts'
import { provenance } from './provenance.ts'
import { type SaveContext, saveFile } from './save-files.ts'
import { carried, expertsConfig, marks, modelSpec } from './saved-header.ts'
import { aloneInFile, inCheckpoint, named } from './saved-names.ts'

/** What a checkpoint is made of; a model alone, or with what belongs to it. */
export interface CheckpointParts {
  readonly model: Model
  readonly clip?: Clip
  readonly vae?: Vae
}

/**
 * Saves a model, with text encoders and VAE where they are given, under ComfyUI's keys. Merges and LoRAs are in the weights;
 * patches of the model are not.
 *
 * @returns the path of the file
 * @throws  CheckpointError when a part is missing in its file; as `saveFile`
 */
export async function saveCheckpoint(prefix: string, parts: CheckpointParts, context: SaveContext): Promise<string> {
  const { model, clip, vae } = parts
  const { sessions } = context
  const unet = bakedTensors(await bakedUnet(model, sessions))
  const tensors = new Map([
    ...named(unet, key => `model.diffusion_model.${key}`),
    ...(clip ? inCheckpoint(await bakedEncoders(clip, sessions)) : []),
    ...(vae ? named(await bakedVae(vae, sessions), key => `first_stage_model.${key}`) : []),
    ...(await marks(model)),
  ])
  const files = [
    model.file,
    ...(clip?.encoders ?? []).map(({ file }) => file),
    ...(vae?.kind === 'vae' ? [vae.file] : []),
  ]
  const own = carried(await Promise.all(files.map(openHeader)))
  const spec = await modelSpec(model)
  const made = await provenance(sourcesOf(parts), context)
  const header = (name: string, counter: number) => ({
    ...own,
    ...spec(name, counter),
    ...expertsConfig(model),
    ...made,
  })
  return saveFile(prefix, { tensors, header }, context)
}

/** The weights that a file is made of, by network. */
export function sourcesOf({ model, clip, vae }: Partial<CheckpointParts>): Readonly<Record<string, WeightSource>> {
  const encoders = (clip?.encoders ?? []).map(({ kind }) => [kind, encoderSource(clip!, kind)!] as const)
  return {
    ...(model && { unet: model }),
    ...Object.fromEntries(encoders),
    ...(vae?.kind === 'vae' && { vae: { file: vae.file, loras: [] } }),
  }
}

/** Saves each text encoder as a file of its own, `prefix_clip_l_00001_.safetensors`. @returns the paths */
export async function saveClip(prefix: string, clip: Clip, context: SaveContext): Promise<readonly string[]> {
  const own = carried(await Promise.all(clip.encoders.map(({ file }) => openHeader(file))))
  const paths: string[] = []
  for (const [kind, tensors] of await bakedEncoders(clip, context.sessions)) {
    const made = await provenance({ [kind]: encoderSource(clip, kind)! }, context)
    const file = { tensors: aloneInFile(tensors), header: () => ({ ...own, 'text.kind': kind, ...made }) }
    paths.push(await saveFile(`${prefix}_${kind.replace(/(?=[A-Z])/, '_').toLowerCase()}`, file, context))
  }
  return paths
}

/** Saves a VAE. @returns the path */
export async function saveVae(prefix: string, vae: Vae, context: SaveContext): Promise<string> {
  const tensors = await bakedVae(vae, context.sessions)
  const own = vae.kind === 'vae' ? carried([await openHeader(vae.file)]) : {}
  const made = await provenance(sourcesOf({ vae }), context)
  return saveFile(prefix, { tensors, header: () => ({ ...own, ...made }) }, context)
}

export const bakedUnet = async (model: Model, sessions: Sessions): Promise<BakedNetwork> => ({
  ...(await unetParts(model)),
  rounded: false,
  sessions,
})

/** The text encoders of a CLIP by their kind. */
export async function encoderNetworks(clip: Clip, sessions: Sessions): Promise<ReadonlyMap<ClipKind, BakedNetwork>> {
  const networks = new Map<ClipKind, BakedNetwork>()
  for (const { kind } of clip.encoders)
    networks.set(kind, await bakedNetwork(kind, encoderSource(clip, kind)!, sessions, clip.encoders.length === 1))
  return networks
}

async function bakedEncoders(clip: Clip, sessions: Sessions): Promise<ReadonlyMap<ClipKind, BakedTensors>> {
  return new Map([...(await encoderNetworks(clip, sessions))].map(([kind, network]) => [kind, bakedTensors(network)]))
}

async function bakedVae(vae: Vae, sessions: Sessions): Promise<BakedTensors> {
  if (vae.kind === 'vae')
    return bakedTensors({ weights: await weightsOf('vae', vae), stack: noLoras, rounded: false, sessions })
  const file = (vae.decode ?? vae.encode)!
  throw new CheckpointError(
    'missing-part',
    file.path,
    `${vae.name} is a small replacement for a VAE and cannot be saved: connect the VAE of a checkpoint or of Load VAE`,
  )
}

async function bakedNetwork(
  network: ClipKind,
  source: WeightSource,
  sessions: Sessions,
  alone: boolean,
): Promise<BakedNetwork> {
  const weights = await weightsOf(network, source)
  const stack = await weightStack(source, {
    network,
    file: source.file,
    tensors: weights.tensors,
    ...(alone && { alone }),
  })
  return { weights, stack, rounded: true, sessions }
}

async function weightsOf(part: PartName, { file }: Pick<WeightSource, 'file'>): Promise<WeightFile> {
  const weights = networkWeights(await openFile(file), part)
  if (weights) return weights
  throw new CheckpointError(
    'missing-part',
    file.path,
    `${file.name} does not hold a ${partTitles[part]}: connect one of another file`,
  )
}
