import { defineNode } from '../../../define.ts'
import { sampler } from '../../../sockets.ts'
import { samplerName } from '../../../widgets.ts'

export default defineNode({
  type: 'KSamplerSelect',
  title: 'KSamplerSelect',
  about: 'Selects the sampler for SamplerCustom by its name.',
  inputs: { sampler_name: samplerName },
  outputs: { SAMPLER: sampler },
  run: ({ sampler_name }) => ({ SAMPLER: { name: sampler_name } }),
})
