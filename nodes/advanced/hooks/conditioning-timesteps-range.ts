import { defineNode } from '../../define.ts'
import { timestepsRange } from '../../sockets.ts'
import { samplingShare } from './hook-widgets.ts'

export default defineNode({
  type: 'ConditioningTimestepsRange',
  title: 'Timesteps Range',
  about: 'Selects a part of the sampling, and the parts before and after it, for nodes that limit a prompt.',
  inputs: {
    start_percent: samplingShare(0, '0 is the start of the sampling.'),
    end_percent: samplingShare(1, '1 is the end of the sampling.'),
  },
  outputs: { TIMESTEPS_RANGE: timestepsRange, BEFORE_RANGE: timestepsRange, AFTER_RANGE: timestepsRange },
  run: ({ start_percent: start, end_percent: end }) => ({
    TIMESTEPS_RANGE: { start, end },
    BEFORE_RANGE: { start: 0, end: start },
    AFTER_RANGE: { start: end, end: 1 },
  }),
})
