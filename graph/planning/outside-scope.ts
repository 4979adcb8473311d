/**
 * What ComfyUI's own nodes are for where they do not belong here, by the names that their classes have. The nodes of packs
 * are asked for first (`packOf`).
 */
const subjects: readonly (readonly [subject: string, type: RegExp])[] = [
  [
    'an online service',
    /Api$|^(Bria|ByteDance|Claude|Clarity|ComfyCloud|ElevenLabs|FishAudio|Flux.*(Pro|Max|Ultra|Erase|VTO|Image)|Gemini|GrokImage|GrokVideo|HappyHorse|HeyGen|Higgsfield|HitPaw|Ideogram|Kling|Krea\d|Ltx?Api|Luma[A-Z]|Magnific|Meshy|MetaMuse|Minimax|Mirelo|MoonvalleyI|OpenAI|OpenRouter|Pika|Pixverse|Pruna|Quiver|Recraft|Reve|Rodin3D|Runway|Sonilo|StabilityS|Sync|Tencent|Topaz|Tripo[A-Z]|Veed|Veo|Vidu|Wavespeed)/,
  ],
  [
    'video',
    /Video|WEBM$|^(AR|Cosmos|FrameInterpolation|Hunyuan|ImageOnlyCheckpoint|LTX|MiniMaxH3|SVD_|SV3D_|VOID|Wan)|Mochi/,
  ],
  ['sound', /Audio|AceStep|^(MiniMaxMusic|SheetSage|YuE)/],
  ['3D', /3D|Mesh|Splat|GLB|Voxel|Trellis|PointCloud|Zero123|MoGe|^UV/],
  ['training', /^(Train|LossGraph|SaveLoRANode|MakeTraining)|DataSet|TrainingDataset|^Shuffle.*Dataset/],
  [
    'a family of models other than Stable Diffusion 1.x, 2.x and SDXL',
    /SD3|Flux|AuraFlow|StableCascade|Lumina|HiDream|Hidream|Kandinsky|PixArt|Qwen|Chroma|ZImage|Krea|Ideogram4|OmniGen|^(Triple|Quadruple)CLIPLoader$|^(MOSS|SeedVR|USO)|HunyuanDiT|HunyuanImage|^(T5|Text)Encode|RenormCFG|SkipLayerGuidanceDiT/,
  ],
]

/** What a node of ComfyUI is for that does not run here, as far as its name tells. */
export const outsideScope = (type: string): string | undefined =>
  subjects.find(([, pattern]) => pattern.test(type))?.[0]
