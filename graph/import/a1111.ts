import { WorkflowError } from '../errors.ts'
import { jsonInteger } from '../json.ts'
import type { Prompt, PromptNode } from '../prompt.ts'
import { extractLoras, type Lora } from './a1111-loras.ts'
import { readSampler } from './a1111-samplers.ts'

/** The names of the files in a model folder. */
export type FilesOf = (folder: string) => readonly string[]

/**
 * Makes a prompt of the `parameters` text that A1111 writes into its pictures: checkpoint, clip skip, LoRAs, both texts,
 * size, sampler, VAE. The second pass ("Hires") is left out: the result is the first pass.
 *
 * @param filesOf  the names in a model folder, searched by prefix; without it `.safetensors` is appended to the name
 * @throws WorkflowError `unreadable` when the text has no line of settings, `unsupported` when it names more than 100 LoRAs
 */
export function importParameters(text: string, filesOf: FilesOf = () => []): Prompt {
  const { positive, negative, settings } = split(text)
  const get = (key: string) => settings.get(key)
  const [positiveText, positiveLoras] = extractLoras(positive)
  const [negativeText, negativeLoras] = extractLoras(negative)
  const loras = [...positiveLoras, ...negativeLoras]
  if (loras.length > mostLoras)
    throw new WorkflowError('unsupported', `The texts name ${loras.length} LoRAs; at most ${mostLoras} are read.`)
  const chain = loraChain(loras, filesOf)
  const checkpoint = findFile(filesOf('checkpoints'), get('model') ?? 'model')
  const vae = get('vae')
  const { sampler, scheduler } = readSampler(get('sampler') ?? 'Euler', get('schedule type'))
  const [width, height] = readSize(get('size'))
  return {
    '1': node('CheckpointLoaderSimple', { ckpt_name: checkpoint }),
    '2': node('CLIPSetLastLayer', { clip: ['1', 1], stop_at_clip_layer: -readNumber(get('clip skip'), 1) }),
    ...chain.nodes,
    '3': node('CLIPTextEncode', { text: positiveText, clip: chain.clip }),
    '4': node('CLIPTextEncode', { text: negativeText, clip: chain.clip }),
    '5': node('EmptyLatentImage', { width, height, batch_size: 1 }),
    '6': node('KSampler', {
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
    }),
    ...(vae !== undefined && { '7': node('VAELoader', { vae_name: findFile(filesOf('vae'), vae) }) }),
    '8': node('VAEDecode', { samples: ['6', 0], vae: vae === undefined ? ['1', 2] : ['7', 0] }),
    '9': node('SaveImage', { images: ['8', 0], filename_prefix: 'ComfyUI' }),
  }
}

/** Each is looked for among all files; real pictures have fewer. */
const mostLoras = 100

const node = (class_type: string, inputs: PromptNode['inputs']): PromptNode => ({ class_type, inputs })

function split(text: string) {
  const at = text.lastIndexOf('\nSteps:')
  const start = at >= 0 ? at + 1 : text.startsWith('Steps:') ? 0 : -1
  if (start < 0) throw new WorkflowError('unreadable', 'The generation parameters have no line "Steps: …".')
  const [positive = '', ...rest] = `\n${text.slice(0, start)}`.split('\nNegative prompt:')
  return {
    positive: positive.trim(),
    negative: rest.join('\n').trim(),
    settings: readSettings(text.slice(start, start + maxSettings)),
  }
}

/** The longest line of settings that is read, in characters; real ones are shorter. */
const maxSettings = 65_536

/** `Steps: 20, Size: 512x768, Lora hashes: "a: 1, b: 2"`; keys in lower case. */
function readSettings(line: string): Map<string, string> {
  const pairs = line.matchAll(/([A-Za-z][\w /-]{0,60}):\s*("(?:[^"\\]|\\.)*"|\{[^{}]*\}|[^,\n]*)/g)
  return new Map(
    [...pairs].map(([, key = '', value = '']) => [key.trim().toLowerCase(), value.trim().replace(/^"|"$/g, '')]),
  )
}

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

/** A1111 writes file names without folder and extension. */
function findFile(files: readonly string[], name: string): string {
  const stem = (file: string) => file.slice(file.lastIndexOf('/') + 1)
  return (
    files.find(file => stem(file).startsWith(name)) ?? (name.endsWith('.safetensors') ? name : `${name}.safetensors`)
  )
}

/** Each side rounded up to a multiple of 64. */
function readSize(size: string | undefined): readonly [number, number] {
  const [, width, height] = /^(\d{1,5})x(\d{1,5})$/.exec(size ?? '') ?? []
  const roundUp = (side: string | undefined) => Math.ceil(Number(side ?? 512) / 64) * 64
  return [roundUp(width), roundUp(height)]
}

function readNumber(text: string | undefined, otherwise: number): number {
  const number = Number.parseFloat(text ?? '')
  return Number.isFinite(number) ? number : otherwise
}

const readSeed = (text: string | undefined) => (/^\d{1,20}$/.test(text ?? '') ? jsonInteger(BigInt(text!)) : 0)
