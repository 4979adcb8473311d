/**
 * The engine's pipeline, loaded when a node first computes something. To list the nodes, as the editor and the command
 * line do, then loads neither the networks nor the libraries they need.
 */
const lazily =
  <Inputs extends unknown[], Result>(load: () => Promise<(...inputs: Inputs) => Promise<Result>>) =>
  async (...inputs: Inputs): Promise<Result> =>
    (await load())(...inputs)

export const addNoise = lazily(async () => (await import('../engine/pipeline/unet/sample-latent.ts')).addNoise)
export const encodePrompt = lazily(async () => (await import('../engine/pipeline/text/encode-prompt.ts')).encodePrompt)
export const promptFiles = lazily(async () => (await import('../engine/pipeline/text/prompt-files.ts')).promptFiles)
export const loadCheckpoint = lazily(async () => (await import('../engine/pipeline/load.ts')).loadCheckpoint)
export const openModelAsLora = lazily(async () => (await import('../engine/pipeline/load.ts')).openModelAsLora)
export const loadVae = lazily(async () => (await import('../engine/pipeline/load.ts')).loadVae)
export const applyLora = lazily(async () => (await import('../engine/pipeline/loras.ts')).applyLora)
export const openLora = lazily(async () => (await import('../engine/pipeline/loras.ts')).openLora)
export const applyLoraBlocks = lazily(async () => (await import('../engine/pipeline/loras.ts')).applyLoraBlocks)
export const loadControlNet = lazily(async () => (await import('../engine/pipeline/control/load.ts')).loadControlNet)
export const setPictureKind = lazily(async () => (await import('../engine/pipeline/control/union.ts')).setPictureKind)
export const applyControl = lazily(async () => (await import('../engine/pipeline/control/apply.ts')).applyControl)
export const loadUnet = lazily(async () => (await import('../engine/pipeline/load.ts')).loadUnet)
export const loadClip = lazily(async () => (await import('../engine/pipeline/load.ts')).loadClip)
export const sampleLatent = lazily(async () => (await import('../engine/pipeline/unet/sample-latent.ts')).sampleLatent)
export const decodeLatent = lazily(async () => (await import('../engine/pipeline/vae/vae.ts')).decodeLatent)
export const previewDecode = lazily(async () => (await import('../engine/pipeline/vae/tiny-preview.ts')).previewDecode)
export const encodeImage = lazily(async () => (await import('../engine/pipeline/vae/vae.ts')).encodeImage)
export const loadClipVision = lazily(async () => (await import('../engine/pipeline/clip-vision.ts')).loadClipVision)
export const encodeVision = lazily(async () => (await import('../engine/pipeline/clip-vision.ts')).encodeVision)
export const loadUpscaler = lazily(async () => (await import('../engine/pipeline/upscale.ts')).loadUpscaler)
export const upscaleImage = lazily(async () => (await import('../engine/pipeline/upscale.ts')).upscaleImage)
export const mergeModels = lazily(async () => (await import('../engine/pipeline/merge.ts')).mergeModels)
export const mergeClips = lazily(async () => (await import('../engine/pipeline/merge.ts')).mergeClips)
export const buildMixture = lazily(
  async () => (await import('../engine/pipeline/mixture/build-mixture.ts')).buildMixture,
)
export const saveCheckpoint = lazily(
  async () => (await import('../engine/pipeline/saving/save-model.ts')).saveCheckpoint,
)
export const saveClip = lazily(async () => (await import('../engine/pipeline/saving/save-model.ts')).saveClip)
export const saveVae = lazily(async () => (await import('../engine/pipeline/saving/save-model.ts')).saveVae)
export const readHypernetwork = lazily(
  async () => (await import('../engine/pipeline/patches/hypernetwork.ts')).readHypernetwork,
)
export const loadStyleModel = lazily(async () => (await import('../engine/pipeline/style-model.ts')).loadStyleModel)
export const encodeStyle = lazily(async () => (await import('../engine/pipeline/style-model.ts')).encodeStyle)
export const encodeWhole = lazily(async () => (await import('../engine/pipeline/text/encode-prompt.ts')).encodeWhole)
export const loadGligen = lazily(async () => (await import('../engine/pipeline/patches/gligen.ts')).loadGligen)
export const saveLora = lazily(async () => (await import('../engine/pipeline/saving/extract-lora.ts')).saveLora)
export const saveJoinedLoras = lazily(
  async () => (await import('../engine/pipeline/saving/join-loras.ts')).saveJoinedLoras,
)
export const loadIpAdapter = lazily(async () => (await import('../engine/pipeline/ip-adapter/load.ts')).loadIpAdapter)
export const applyPictures = lazily(
  async () => (await import('../engine/pipeline/ip-adapter/pictures.ts')).applyPictures,
)
export const encodeForAdapter = lazily(
  async () => (await import('../engine/pipeline/ip-adapter/pictures.ts')).encodeForAdapter,
)
export const applyEmbeds = lazily(async () => (await import('../engine/pipeline/ip-adapter/pictures.ts')).applyEmbeds)
export const loadPreset = lazily(async () => (await import('../engine/pipeline/ip-adapter/preset.ts')).loadPreset)
export const presetFiles = lazily(async () => (await import('../engine/pipeline/ip-adapter/preset.ts')).presetFiles)
export const applyTiled = lazily(async () => (await import('../engine/pipeline/ip-adapter/tiled.ts')).applyTiled)
export const applyFooocusInpaint = lazily(
  async () => (await import('../engine/pipeline/patches/apply-fooocus-inpaint.ts')).applyFooocusInpaint,
)
export const estimateDepth = lazily(async () => (await import('../engine/pipeline/depth.ts')).estimateDepth)
export const loadInpaintModel = lazily(
  async () => (await import('../engine/pipeline/inpaint-model.ts')).loadInpaintModel,
)
export const inpaintWithModel = lazily(
  async () => (await import('../engine/pipeline/inpaint-model.ts')).inpaintWithModel,
)
