import { bytesInWords, memoryLimit } from '../memory.ts'
import type { Device } from './device.ts'

/** A network whose session is held. */
export interface Held {
  readonly label: string
  /** Bytes of memory that are not a mapped file. */
  readonly ownBytes: number
}

/** How many bytes of their own networks of one kind keep. Making a session again takes a hundredth of a step on the CPU, and seconds through OpenVINO. */
export const kindShare = (device: Device): number => memoryLimit() / (device === 'cpu' ? 8 : 4)

/** What a label names without its size: `UNet`. */
export const kindOf = (label: string): string => label.replace(/ \d+×\d+$/, '')

/** `2 networks are held, 1.2 GB beside their files: VAE decode 512×512, UNet 512×512` */
export function heldInWords(entries: readonly Held[]): string {
  const bytes = entries.reduce((sum, { ownBytes }) => sum + ownBytes, 0)
  const networks = entries.length === 1 ? '1 network is' : `${entries.length} networks are`
  return `${networks} held, ${bytesInWords(bytes)} beside their files: ${entries.map(({ label }) => label).join(', ')}`
}
