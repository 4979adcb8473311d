/**
 * The engine's pipeline, loaded when a node first computes something. Whoever only lists the nodes, as the editor and
 * the command line do, pays neither for the networks nor for the libraries they are written with.
 */
type Adding = typeof import('../engine/pipeline/add-noise.ts')
type Control = typeof import('../engine/pipeline/control/apply.ts')
type ControlFiles = typeof import('../engine/pipeline/control/load.ts')
type Encoding = typeof import('../engine/pipeline/encode-prompt.ts')
type Files = typeof import('../engine/pipeline/prompt-files.ts')
type Loading = typeof import('../engine/pipeline/load.ts')
type Loras = typeof import('../engine/pipeline/apply-lora.ts')
type Sampling = typeof import('../engine/pipeline/sample-latent.ts')
type Upscaling = typeof import('../engine/pipeline/upscale.ts')
type Vae = typeof import('../engine/pipeline/vae.ts')

const adding = () => import('../engine/pipeline/add-noise.ts')
const control = () => import('../engine/pipeline/control/apply.ts')
const controlFiles = () => import('../engine/pipeline/control/load.ts')
const encoding = () => import('../engine/pipeline/encode-prompt.ts')
const files = () => import('../engine/pipeline/prompt-files.ts')
const loras = () => import('../engine/pipeline/apply-lora.ts')
const loading = () => import('../engine/pipeline/load.ts')
const sampling = () => import('../engine/pipeline/sample-latent.ts')
const upscaling = () => import('../engine/pipeline/upscale.ts')
const vae = () => import('../engine/pipeline/vae.ts')

export const addNoise: Adding['addNoise'] = async (...inputs) => (await adding()).addNoise(...inputs)
export const encodePrompt: Encoding['encodePrompt'] = async (...inputs) => (await encoding()).encodePrompt(...inputs)
export const promptFiles: Files['promptFiles'] = async (...inputs) => (await files()).promptFiles(...inputs)
export const loadCheckpoint: Loading['loadCheckpoint'] = async (...inputs) =>
  (await loading()).loadCheckpoint(...inputs)
export const loadVae: Loading['loadVae'] = async (...inputs) => (await loading()).loadVae(...inputs)
export const applyLora: Loras['applyLora'] = async (...inputs) => (await loras()).applyLora(...inputs)
export const loadControlNet: ControlFiles['loadControlNet'] = async (...inputs) =>
  (await controlFiles()).loadControlNet(...inputs)
export const applyControl: Control['applyControl'] = async (...inputs) => (await control()).applyControl(...inputs)
export const loadUnet: Loading['loadUnet'] = async (...inputs) => (await loading()).loadUnet(...inputs)
export const loadClip: Loading['loadClip'] = async (...inputs) => (await loading()).loadClip(...inputs)
export const sampleLatent: Sampling['sampleLatent'] = async (...inputs) => (await sampling()).sampleLatent(...inputs)
export const decodeLatent: Vae['decodeLatent'] = async (...inputs) => (await vae()).decodeLatent(...inputs)
export const encodeImage: Vae['encodeImage'] = async (...inputs) => (await vae()).encodeImage(...inputs)
export const loadUpscaler: Upscaling['loadUpscaler'] = async (...inputs) => (await upscaling()).loadUpscaler(...inputs)
export const upscaleImage: Upscaling['upscaleImage'] = async (...inputs) => (await upscaling()).upscaleImage(...inputs)
