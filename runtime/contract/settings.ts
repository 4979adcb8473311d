import { z } from 'zod'

/** What a person can choose, kept in the store. A key that is missing or wrong there has its default. */
export const settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** Roots laid out as ComfyUI's `models` folder, searched before the small model for trying out. */
  modelFolders: z.array(z.string().min(1).max(4096)).max(100),
  /** Where pictures go; empty: the folder the program chose. */
  outputFolder: z.string().max(4096),
  device: z.enum(['auto', 'webgpu', 'cuda', 'dml', 'coreml', 'plugin', 'openvino', 'cpu']),
  /** Which version of the transformers library splits prompts into tokens: 4 for pictures of an older ComfyUI. */
  transformers: z.enum(['5', '4']),
  /** Fast is rounded to bfloat16 where the device has it; automatic is fast where the pictures of the pack's test were near enough. */
  precision: z.enum(['auto', 'exact', 'fast']),
  /** Show previews while a latent is sampled? */
  previews: z.boolean(),
  snapToGrid: z.boolean(),
  minimap: z.boolean(),
  linkStyle: z.enum(['spline', 'straight', 'linear']),
  /** Command id → keys (`Ctrl+Shift+G`), where they differ from the built-in ones. */
  shortcuts: z.record(z.string().max(100), z.string().max(50)),
  welcomeSeen: z.boolean(),
  /** SHA-256 of model files that a person said are none of the few-step files they look like. */
  plainModels: z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(10_000),
})

export type Settings = z.infer<typeof settings>

export const defaultSettings: Settings = {
  theme: 'system',
  modelFolders: [],
  outputFolder: '',
  device: 'auto',
  transformers: '5',
  precision: 'auto',
  previews: true,
  snapToGrid: false,
  minimap: true,
  linkStyle: 'spline',
  shortcuts: {},
  welcomeSeen: false,
  plainModels: [],
}
