import type { StartApp } from './hosts.ts'
export const startOnDesktop: StartApp = async () => {
  throw new Error('not yet')
}
