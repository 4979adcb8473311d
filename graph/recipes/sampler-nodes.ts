/** A sampler that no KSampler offers, with the nodes that run it. */
export interface SamplerNodes {
  /** In a sentence. */
  readonly title: string
  /** Samples by itself, with widgets. */
  readonly sampler: string
  /** Sets up a SamplerCustom: gives its MODEL, SAMPLER and SIGMAS, in this order. */
  readonly setup: string
  /** The schedule these nodes start from. */
  readonly schedule: string
}

const samplerNodes: Readonly<Record<string, SamplerNodes>> = {
  tcd: { title: 'TCD', sampler: 'TCDSampler', setup: 'TCDModelSamplingDiscrete', schedule: 'simple' },
}

export const nodesOfSampler = (name: string | undefined): SamplerNodes | undefined =>
  name !== undefined && Object.hasOwn(samplerNodes, name) ? samplerNodes[name] : undefined

/** The name of the sampler that a node type runs. */
export const samplerOfNode = (type: string): string | undefined =>
  Object.keys(samplerNodes).find(name => samplerNodes[name]!.sampler === type || samplerNodes[name]!.setup === type)

/** What a sampler is called in a sentence. */
export const samplerTitle = (name: string): string => nodesOfSampler(name)?.title ?? name
