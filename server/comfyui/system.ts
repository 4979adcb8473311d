import { freemem, totalmem } from 'node:os'
import { z } from 'zod'
import { engineSettings, type Parts } from '../../runtime/editor/parts.ts'
import { bodyOf, empty, json, type Route } from './route.ts'

/** The version of ComfyUI's API that is answered. */
const apiVersion = '0.44.0'

/** The most bytes of an upload, as ComfyUI's default. */
export const mostUploaded = 100 * 1024 * 1024

/** What the server understands, for `/features` and the first message of `/ws`. */
export const features = { supports_preview_metadata: true, max_upload_size: mostUploaded }

export const systemRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/system_stats',
    about: 'The machine and the versions.',
    differs: 'Versions of Python and PyTorch are those that clients expect a name for: there is neither.',
    answer: (_, parts) => json(stats(parts)),
  },
  { method: 'GET', path: '/features', about: 'What the server understands.', answer: () => json(features) },
  {
    method: 'GET',
    path: '/extensions',
    about: 'Scripts of extensions.',
    differs: 'Always `[]`: there are no extensions.',
    answer: () => json([]),
  },
  {
    method: 'GET',
    path: '/workflow_templates',
    about: 'Templates of extensions.',
    differs: 'Always `{}`.',
    answer: () => json({}),
  },
  {
    method: 'GET',
    path: '/i18n',
    about: 'Translations of extensions.',
    differs: 'Always `{}`.',
    answer: () => json({}),
  },
  {
    method: 'GET',
    path: '/global_subgraphs',
    about: 'Subgraphs that every workflow may use.',
    differs: 'Always `{}`.',
    answer: () => json({}),
  },
  {
    method: 'POST',
    path: '/free',
    about: 'Frees memory once nothing runs: results (`free_memory`), networks as well (`unload_models`).',
    differs: 'Networks are freed by starting the engine process again.',
    answer(call, parts) {
      const { unload_models, free_memory } = bodyOf(
        call,
        z.looseObject({ unload_models: z.unknown().optional(), free_memory: z.unknown().optional() }),
      )
      if (unload_models || free_memory) void free(parts, Boolean(unload_models)).catch(() => {})
      return empty()
    },
  },
]

async function free(parts: Parts, restart: boolean): Promise<void> {
  const { runs, engine } = parts
  await runs.idle()
  if (restart) engine.configure(engineSettings(parts))
  const { host } = await engine.ready()
  host.drop(host.keys())
}

function stats({ engine, options }: Parts) {
  const memory = { vram_total: totalmem(), vram_free: freemem(), torch_vram_total: 0, torch_vram_free: 0 }
  const device = engine.state.device ?? 'cpu'
  return {
    system: {
      os: process.platform,
      ram_total: totalmem(),
      ram_free: freemem(),
      comfyui_version: apiVersion,
      required_frontend_version: null,
      installed_templates_version: null,
      required_templates_version: null,
      comfy_package_versions: [],
      python_version: `none (Leapgraph ${options.version}, Node ${process.versions.node})`,
      pytorch_version: 'none (ONNX Runtime)',
      embedded_python: false,
      deploy_environment: 'local',
      argv: ['leapgraph', 'serve'],
    },
    devices: [
      { name: device, type: device === 'cuda' ? 'cuda' : 'cpu', index: device === 'cuda' ? 0 : null, ...memory },
    ],
  }
}
