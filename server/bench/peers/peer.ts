/** The picture that every program draws. */
export interface PeerSubject {
  /** A path. */
  readonly checkpoint: string
  /** Pixels. */
  readonly size: number
  readonly steps: number
  readonly threads?: number
}

/** Seconds and bytes; what a program does not tell is absent. */
export interface PeerTimes {
  readonly step?: number
  readonly decode?: number
  /** Making the UNet ready. */
  readonly create?: number
  /** From the start of the program. */
  readonly first?: number
  readonly next?: number
  readonly peakBytes?: number
}

/** Another program that was found on this machine. */
export interface Peer {
  /** With its version, and the type of its numbers. */
  readonly name: string
  /** @throws Error with what it said last */
  measure(subject: PeerSubject): Promise<PeerTimes>
}

/** What a search found, or why it found nothing. */
export type Found = Peer | string
