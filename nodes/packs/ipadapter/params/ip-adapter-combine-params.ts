import { optional } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { ipAdapterParams } from '../../../sockets.ts'

const more = optional(ipAdapterParams)

export default defineNode({
  type: 'IPAdapterCombineParams',
  title: 'IPAdapter Combine Params',
  about: 'Puts the pictures of several parts together, for IPAdapter from Params (IPAdapter plus).',
  inputs: { params_1: ipAdapterParams, params_2: ipAdapterParams, params_3: more, params_4: more, params_5: more },
  outputs: { IPADAPTER_PARAMS: ipAdapterParams },

  run({ params_1, params_2, params_3 = [], params_4 = [], params_5 = [] }) {
    return { IPADAPTER_PARAMS: [...params_1, ...params_2, ...params_3, ...params_4, ...params_5] }
  },
})
