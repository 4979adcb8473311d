/**
 * The packs that widely used nodes come from, by the names that their classes have. Where a pattern would also fit other
 * packs, the names are listed. After the node map of ComfyUI-Manager 4.3.
 */
const packs: readonly (readonly [pack: string, type: RegExp])[] = [
  ['rgthree-comfy', / \(rgthree\)$/],
  ['ComfyUI-Custom-Scripts', /\|pysssss$/],
  ['ComfyUI-Impact-Subpack', /^UltralyticsDetectorProvider$/],
  ['ComfyUI-Inspire-Pack', /\/\/ ?Inspire$/],
  [
    'ComfyUI-Impact-Pack',
    /^(Impact|Segs|SEGS|SAMLoader|SAMDetector|Bbox|Segm|PreviewBridge|Two(Advanced)?SamplersForMask|KSampler(Advanced)?Provider|CLIPSegDetector)|Detailer|BasicPipe|SEGS$/,
  ],
  ['ComfyUI-Easy-Use', /^easy /],
  ['ComfyUI_Comfyroll_CustomNodes', /^CR /],
  ['ComfyUI_IPAdapter_plus', /^IPAdapter|^PrepImageForClipVision$/],
  ['comfyui_controlnet_aux', /Preprocessor$|^AIO_Preprocessor$/],
  ['ComfyUI-AnimateDiff-Evolved', /^ADE_|^AnimateDiffLoader/],
  ['ComfyUI-VideoHelperSuite', /^VHS_/],
  ['ComfyUI_LayerStyle', /^Layer(Mask|Utility|Color|Filter|Style): /],
  [
    'efficiency-nodes-comfyui',
    /\((Efficient|Eff\.)\)$|^Eff(icient|\.) Loader|^XY (Plot|Input)|^(HighRes-Fix|Tiled Upscaler|Noise Control|AnimateDiff) Script$|^LoRA Stacker|^Control Net Stacker$|^Image Overlay$/,
  ],
  ['comfy_mtb', / \(mtb\)$/],
  [
    'ComfyUI-KJNodes',
    /KJ(v2)?$|^(INT|BOOL|Float|String)Constant|^(GetImageSizeAndCount|GetImageRangeFromBatch|ColorMatch|GrowMaskWithBlur|JoinStrings|JoinStringMulti|ConditioningMultiCombine|ImageConcanate|ImageConcatMulti|ImageBatchMulti|CreateShapeMask|CreateTextMask|EmptyLatentImagePresets)$/,
  ],
  ['ComfyUI-Advanced-ControlNet', /^ACN_|^ControlNetLoaderAdvanced$|^(Scaled)?Soft(ControlNet|T2IAdapter)Weights$/],
  ['ComfyUI_essentials', /\w\+$/],
  ['ComfyUI_JPS-Nodes', / \(JPS\)$/],
  ['Derfuu_ComfyUI_ModdedNodes', /_DF$/],
  ['ComfyUI_tinyterraNodes', /^ttN /],
  ['ComfyUI_UltimateSDUpscale', /^UltimateSDUpscale/],
  ['ComfyUI-ReActor', /^ReActor/],
  ['ComfyUI_InstantID', /^(ApplyInstantID|InstantID)/],
  ['ComfyUI-SUPIR', /^SUPIR_/],
  ['ComfyUI-BrushNet', /^(BrushNet|PowerPaint)/],
  ['ComfyUI-GGUF', /^(UnetLoader|CLIPLoader|DualCLIPLoader)GGUF/],
  ['ComfyUI-WD14-Tagger', /^WD14Tagger/],
  ['sdxl_prompt_styler', /^SDXLPromptStyler/],
  ['SeargeSDXL', /^Searge/],
  ['ComfyUI_ADV_CLIP_emb', /^BNK_.*CLIP/],
  ['ComfyUI_TiledKSampler', /^BNK_TiledKSampler/],
  ['ComfyUI_Cutoff', /^BNK_Cutoff/],
  ['ComfyUI_Noise', /^BNK_(DuplicateBatchIndex|GetSigma|InjectNoise|NoisyLatentImage|SlerpLatent|Unsampler)$/],
  ['ComfyUI_smZNodes', /^smZ /],
  ['ComfyUI-sampler-lcm-alternative', /^LCMScheduler$|^SamplerLCM(Alternative|Cycle|DualNoise|Parallel)/],
  ['ComfyUI-BRIA_AI-RMBG', /^BRIA_RMBG/],
  ['comfyui_segment_anything', / \(segment anything\)$/],
  ['sd-dynamic-thresholding', /^DynamicThresholding/],
  ['ComfyUI-layerdiffuse', /^LayeredDiffusion/],
  ['paint-by-example_comfyui', /^PaintbyExample/],
  ['ComfyUI-Saveaswebp', /^Save_as_webp$/],
  ['ComfyUI_FizzNodes', /^(Batch)?(PromptSchedule|ValueSchedule)/],
  [
    'was-node-suite-comfyui',
    /^(Image|Text|Mask|Masks|Number|CLIPSeg|MiDaS|BLIP|SAM|Bounded Image) [A-Z(]|^(Seed|Text to \w+|Constant Number|Latent Upscale by Factor \(WAS\)|Load (Image Batch|Text File|Lora)|Lora Loader|Checkpoint Loader)$/,
  ],
]

/** The pack that a node class comes from, as far as it is known. */
export const packOf = (type: string): string | undefined => packs.find(([, pattern]) => pattern.test(type))?.[0]
