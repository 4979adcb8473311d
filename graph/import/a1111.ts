import { WorkflowError } from '../errors.ts'
import { jsonInteger } from '../json.ts'
import type { Prompt, PromptNode } from '../prompt.ts'
import { hiresPass } from './a1111-hires.ts'
import { extractLoras, type Lora } from './a1111-loras.ts'
import { readSampler } from './a1111-samplers.ts'
import { splitParameters } from './a1111-settings.ts'

/** The names of the files in a model folder. */
export type FilesOf = (folder: string) => readonly string[]

interface Options {
  /** The names in a model folder; without it `.safetensors` is appended to the names in the text. */
  readonly filesOf?: FilesOf | undefined
}

/**
 * Makes a prompt of the `parameters` text that A1111 writes into its pictures: checkpoint, clip skip, LoRAs, both texts,
 * size, sampler, the second pass ("Hires"), VAE. A text without a model leaves it to be chosen.
 *
 * @throws WorkflowError `unreadable` when the text has no line of settings, `unsupported` when it names more than 100 LoRAs
 */
export function importParameters(text: string, { filesOf = () => [] }: Options = {}): Prompt {
  const { positive, negative, settings } = splitParameters(text)
  const get = (key: string) => settings.get(key)
  const [positiveText, positiveLoras] = extractLoras(positive)
  const [negativeText, negativeLoras] = extractLoras(negative)
  const loras = [...positiveLoras, ...negativeLoras]
  if (loras.length > mostLoras)
    throw new WorkflowError('unsupported', `The texts name ${loras.length} LoRAs; at most ${mostLoras} are read.`)
  const chain = loraChain(loras, filesOf)
  const model = get('model')
  const named = get('vae')
  const vae = named !== undefined && !/^(automatic|none)$/i.test(named) ? named : undefined
  const { sampler, scheduler } = readSampler(get('sampler') ?? 'Euler', get('schedule type'))
  const size = readSize(get('size'))
  const [width, height] = size.map(side => Math.ceil(side / 64) * 64) as [number, number]
  const first = {
    model: chain.model,
    seed: readSeed(get('seed')),
    steps: readNumber(get('steps'), 20),
    cfg: readNumber(get('cfg scale'), 7),
    sampler_name: sampler,
    scheduler,
    positive: ['3', 0],
    negative: ['4', 0],
    latent_image: ['5', 0],
    denoise: 1,
  }
  const decoder = vae === undefined ? ['1', 2] : ['7', 0]
  const findUpscaler = (name: string) => findFile(filesOf('upscale_models'), name)
  const hires = hiresPass({ settings, size, first, vae: decoder, findUpscaler })
  return {
    '1': node(
      'CheckpointLoaderSimple',
      model === undefined ? {} : { ckpt_name: findFile(filesOf('checkpoints'), model) },
    ),
    '2': node('CLIPSetLastLayer', { clip: ['1', 1], stop_at_clip_layer: -readNumber(get('clip skip'), 1) }),
    ...chain.nodes,
    '3': node('CLIPTextEncode', { text: positiveText, clip: chain.clip }),
    '4': node('CLIPTextEncode', { text: negativeText, clip: chain.clip }),
    '5': node('EmptyLatentImage', { width, height, batch_size: 1 }),
    '6': node('KSampler', first),
    ...hires?.nodes,
    ...(vae !== undefined && { '7': node('VAELoader', { vae_name: findFile(filesOf('vae'), vae) }) }),
    '8': node('VAEDecode', { samples: [hires?.sampler ?? '6', 0], vae: decoder }),
    '9': node('SaveImage', { images: ['8', 0], filename_prefix: 'ComfyUI' }),
  }
}

/** Each is looked for among all files; real pictures have fewer. */
const mostLoras = 100

const node = (class_type: string, inputs: PromptNode['inputs']): PromptNode => ({ class_type, inputs })

/** LoRA loaders one after another, numbered from 10. */
function loraChain(loras: readonly Lora[], filesOf: FilesOf) {
  const nodes = loras.map(({ name, model, clip }, index) => {
    const from = index === 0 ? ['1', '2'] : [String(index + 9), String(index + 9)]
    return [
      String(index + 10),
      node('LoraLoader', {
        model: [from[0]!, 0],
        clip: [from[1]!, index === 0 ? 0 : 1],
        lora_name: findFile(filesOf('loras'), name),
        strength_model: model,
        strength_clip: clip,
      }),
    ] as const
  })
  const last = String(loras.length + 9)
  return {
    nodes: Object.fromEntries(nodes),
    model: loras.length === 0 ? ['1', 0] : [last, 0],
    clip: loras.length === 0 ? ['2', 0] : [last, 1],
  }
}

/** A1111 writes file names without folder and extension: the file of that name, else one that begins with it. */
function findFile(files: readonly string[], name: string): string {
  const base = (file: string) => file.slice(file.lastIndexOf('/') + 1)
  const stem = (file: string) => file.replace(/\.[^./]+$/, '')
  return (
    files.find(file => [file, base(file), stem(file), stem(base(file))].includes(name)) ??
    files.find(file => base(file).startsWith(name)) ??
    (/\.(safetensors|sft|ckpt|pth?|bin)$/i.test(name) ? name : `${name}.safetensors`)
  )
}

/** `[width, height]` as it is written. */
function readSize(size: string | undefined): readonly [number, number] {
  const [, width = 512, height = 512] = /^(\d{1,5})x(\d{1,5})$/.exec(size ?? '') ?? []
  return [Number(width), Number(height)]
}

function readNumber(text: string | undefined, otherwise: number): number {
  const number = Number.parseFloat(text ?? '')
  return Number.isFinite(number) ? number : otherwise
}

const readSeed = (text: string | undefined) => (/^\d{1,20}$/.test(text ?? '') ? jsonInteger(BigInt(text!)) : 0)
