import { choice } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { loadPreset, presetFiles } from '../../pipeline.ts'
import loader from './ip-adapter-unified-loader.ts'

export default defineNode({
  type: 'IPAdapterUnifiedLoaderCommunity',
  title: 'IPAdapter Unified Loader Community',
  about: 'Finds the composition adapter for the model’s family, with its picture encoder (IPAdapter plus).',
  inputs: {
    model: loader.inputs.model,
    preset: choice(['Composition', 'Kolors'], { help: 'Composition takes over the layout. Kolors is not supported.' }),
    ipadapter: loader.inputs.ipadapter,
  },
  outputs: loader.outputs,

  fingerprint: async ({ preset = 'Composition' }, find) =>
    (await presetFiles(preset, find)).map(file => file.fingerprint).join(),

  run: async ({ model, preset }, context) => ({ model, ipadapter: await loadPreset(model, preset, context) }),
})
