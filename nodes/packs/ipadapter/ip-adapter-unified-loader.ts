import { choice, optional } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { loadPreset, presetFiles } from '../../pipeline.ts'
import { ipAdapter, model } from '../../sockets.ts'

export default defineNode({
  type: 'IPAdapterUnifiedLoader',
  title: 'IPAdapter Unified Loader',
  about: 'Finds the IP-Adapter of a preset for the model’s family, with its picture encoder (IPAdapter plus).',
  inputs: {
    model,
    preset: choice(
      [
        'LIGHT - SD1.5 only (low strength)',
        'STANDARD (medium strength)',
        'VIT-G (medium strength)',
        'PLUS (high strength)',
        'PLUS FACE (portraits)',
        'FULL FACE - SD1.5 only (portraits stronger)',
      ],
      {
        help: 'Which of the published adapters, by their usual names in models/ipadapter; PLUS follows the picture most.',
      },
    ),
    ipadapter: optional({ ...ipAdapter, help: 'Ignored: a file that was loaded before is not loaded twice here.' }),
  },
  outputs: { model, ipadapter: ipAdapter },

  fingerprint: async ({ preset = 'STANDARD (medium strength)' }, find) =>
    (await presetFiles(preset, find)).map(file => file.fingerprint).join(),

  run: async ({ model, preset }, context) => ({ model, ipadapter: await loadPreset(model, preset, context) }),
})
