/**
 * What ComfyUI's own nodes are for where they do not belong here, by the names that their classes have. The nodes of packs
 * are asked for first (`packOf`). The first pattern counts.
 */
const subjects: readonly (readonly [subject: string, type: RegExp])[] = [
  [
    'an online service',
    /Api$|^(Beeble|Bria|ByteDance|Claude|Clarity|ComfyCloud|ElevenLabs|FishAudio|Flux.*(Pro|Max|Ultra|Erase|VTO|ImageNode|LayoutPrompt)|Gemini|GrokImage|GrokVideo|HappyHorse|HeyGen|Higgsfield|HitPaw|Ideogram(?!4Scheduler)|Kling|Krea\d|Ltx?Api|Luma[A-Z]|Magnific|Meshy|MetaMuse|Minimax|Mirelo|MoonvalleyI|OpenAI|OpenRouter|Pika|Pixverse|Pruna|Quiver|Recraft|Reve|Rodin3D|Runway|Sonilo|StabilityS|Sync|Tencent|Topaz|Tripo[A-Z](?!plat)|Veed|Veo|Vidu|Wavespeed)/,
  ],
  [
    'video',
    /Video|WEBM$|^(AR|BerniniConditioning|ContextWindows|Cosmos|Frame|GenerateTracks|GetICLoRA|ImageOnlyCheckpoint|LatentUpscaleModelLoader|LTX|OpticalFlow|SCAIL2|SVD_|SV3D_|ScaleROPE|TextGenerateLTX2|VOID|Wan|wan)|Mochi|^ModelMerge(Cosmos|LTXV|WAN)|^(ModelSamplingLTXV|UNetTemporalAttentionMultiply)$|MiniMaxH3/,
  ],
  ['sound', /Audio|AceStep|^(MiniMaxMusic|SheetSage|YuE)/],
  [
    '3D',
    /3D|Mesh|Splat|GLB|Voxel|Trellis|PointCloud|Zero123|MoGe|^UV|^(Bake|Camera|CreateCamera|FillHoles|RenderUV|WeldVertices)/,
  ],
  [
    'training, or for sets of pictures for it,',
    /^(Train|LossGraph|SaveLoRA(Node)?$|MakeTraining|LoadImage(Text)?Set|LoadLora(Model|TextEncoder)$|LoraModelLoader$|ResolutionBucket|ImageDeduplication)|DataSet|TrainingDataset|^Shuffle.*Dataset/,
  ],
  ['Stable Diffusion 3 models', /SD3/],
  ['Flux models', /Flux|^(ReferenceLatent|ReferenceMultiLatent|USO|OptimalSteps)/],
  ['Qwen-Image models', /Qwen/],
  ['Hunyuan models', /Hunyuan/],
  ['HiDream models', /HiDream|^(QuadrupleCLIPLoader)$/],
  ['Stable Cascade models', /StableCascade/],
  [
    'a family of models other than Stable Diffusion 1.x, 2.x and SDXL',
    /AuraFlow|Auraflow|Lumina|Hidream|Kandinsky|PixArt|Chroma|ZImage|Krea|Ideogram|OmniGen|^TripleCLIPLoader$|^(Anima|BlockSparse|MOSS|ModelMergeMOSS|ModelPatchLoader|NAGuidance|PiD|SeedVR|SenseNova|SUPIR|T5)|^TextEncode|RenormCFG|SkipLayerGuidanceDiT|AliMama|^CLIPTextEncodeControlnet$/,
  ],
  [
    'networks that read pictures (depth, poses, faces, objects, backgrounds)',
    /^(DA3|LoadDA3|Lotus|Marigold|MediaPipe|LoadMediaPipe|RTDETR|SAM3|SDPose|RemoveBackground|LoadBackgroundRemoval|DrawBBoxes|CropByBBoxes|CreateBoundingBoxes|BuildPose|PhotoMaker)/,
  ],
  ['language models', /^(TextGenerate|BuildJsonPrompt)/],
  ['pictures in layers', /^(AddLayer|ImageCompositor|LayersFrom|TextOverlay)/],
  [
    'loops and lists',
    /Loop|^(BranchNode|CreateList|GetItemFromList|Merge(Image|Text)Lists|Convert(Array|Dictionary)ToString)|TileList$/,
  ],
]

/** Nodes of ComfyUI that only say how it uses the computer, or save it time: the picture is the same, or nearly so, without them. */
const NEEDLESS =
  /^(EasyCache|LazyCache|TorchCompileModel|ModelAttentionBackend|ModelComputeDtype|MultiGPU|Select(CLIP|Model|VAE)Device|CFGOverride|TerminalLog)/

/** The nearest node here of those of ComfyUI whose names are not alike. */
const nearestHere: Readonly<Record<string, string>> = {
  EmptyFlux2LatentImage: 'EmptyLatentImage',
  ...{ EmptyHunyuanImageLatent: 'EmptyLatentImage', EmptyChromaRadianceLatentImage: 'EmptyLatentImage' },
  ...{ EmptyHiDreamO1LatentImage: 'EmptyLatentImage', StableCascade_EmptyLatentImage: 'EmptyLatentImage' },
  ...{ CLIPTextEncodeFlux: 'CLIPTextEncode', CLIPTextEncodeSD3: 'CLIPTextEncode' },
  ...{ CLIPTextEncodeHunyuanDiT: 'CLIPTextEncode', CLIPTextEncodePixArtAlpha: 'CLIPTextEncode' },
  ...{ CLIPTextEncodeHiDream: 'CLIPTextEncode', CLIPTextEncodeLumina2: 'CLIPTextEncode' },
  ...{ CLIPTextEncodeKandinsky5: 'CLIPTextEncode', CLIPTextEncodeControlnet: 'CLIPTextEncode' },
  ...{ ModelSamplingFlux: 'ModelSamplingSD3', ModelSamplingAuraFlow: 'ModelSamplingSD3' },
  ...{ ControlNetApplySD3: 'ControlNetApplyAdvanced', ControlNetInpaintingAliMamaApply: 'ControlNetApplyAdvanced' },
  ...{ TripleCLIPLoader: 'DualCLIPLoader', QuadrupleCLIPLoader: 'DualCLIPLoader' },
  ...{ Flux2Scheduler: 'BasicScheduler', OptimalStepsScheduler: 'BasicScheduler', LTXVScheduler: 'BasicScheduler' },
  Ideogram4Scheduler: 'BasicScheduler',
  ...{ DiffusersLoader: 'CheckpointLoaderSimple', DeprecatedDiffusersLoader: 'CheckpointLoaderSimple' },
  ...{ DeprecatedCheckpointLoader: 'CheckpointLoader', ImageOnlyCheckpointLoader: 'unCLIPCheckpointLoader' },
  ...{ LoraLoaderBypass: 'LoraLoader', LoraLoaderBypassModelOnly: 'LoraLoaderModelOnly' },
  ...{ LoadLoraModel: 'LoraLoaderModelOnly', LoraModelLoader: 'LoraLoaderModelOnly' },
  ...{ ImageCropV2: 'ImageCrop', CenterCropImages: 'ImageCrop', RandomCropImages: 'ImageCrop' },
  ...{ ResizeImagesByLongerEdge: 'ResizeImageMaskNode', ResizeImagesByShorterEdge: 'ResizeImageMaskNode' },
  ...{ PadImageNode: 'ImagePadForOutpaint', ImageGrid: 'ImageStitch', FluxKontextImageScale: 'ResizeImageMaskNode' },
  ...{ Painter: 'ScribbleCanvas', LoadImageSetNode: 'LoadImage', LoadImageSetFromFolderNode: 'LoadImage' },
  ...{ SaveVideo: 'SaveAnimatedWEBP', SaveWEBM: 'SaveAnimatedWEBP', SaveText: 'PreviewAny', SaveSVGNode: 'SaveImage' },
  ...{ TextToLowercase: 'CaseConverter', TextToUppercase: 'CaseConverter', StripWhitespace: 'StringTrim' },
  ...{ TruncateText: 'StringSubstring', ReplaceText: 'StringReplace', JsonExtractString: 'RegexExtract' },
  ...{ AddTextPrefix: 'StringConcatenate', AddTextSuffix: 'StringConcatenate', StringFormat: 'StringConcatenate' },
  ...{ SamplerLCM: 'KSamplerSelect', SamplerLCMUpscale: 'KSamplerSelect', DualModelGuider: 'DualCFGGuider' },
  ...{ GetLatentSize: 'GetImageSize', LatentOperationBlend: 'LatentBlend' },
  ...{ ConditioningMultiply: 'ConditioningSetAreaStrength', SD_4XUpscale_Conditioning: 'ImageUpscaleWithModel' },
  ...{ HunyuanVideo15LatentUpscaleWithModel: 'ImageUpscaleWithModel', TextOverlay: 'ImageCompositeMasked' },
  ...{ SplitImageToTileList: 'VAEEncodeTiled', StartLoop: 'CompareGrid', EndLoop: 'CompareGrid' },
}

/** What a node of ComfyUI is for that does not run here, as far as its name tells. */
export const outsideScope = (type: string): string | undefined =>
  subjects.find(([, pattern]) => pattern.test(type))?.[0]

/** Whether a node of ComfyUI may be bypassed without a loss. */
export const isNeedless = (type: string): boolean => NEEDLESS.test(type)

/** The class of the node here that does most of what a node of ComfyUI does, where the names do not tell. */
export const nearestTo = (type: string): string | undefined =>
  Object.hasOwn(nearestHere, type) ? nearestHere[type] : undefined
