/**
 * A file by path and by content: what a loader node passes on instead of the file's bytes. Two refs with the same
 * `fingerprint` are the same file in the same state.
 */
export interface FileRef {
  /** As the user picked it, relative to its model folder: `sd15/dreamshaper_8.safetensors`. */
  readonly name: string
  /** Absolute, symbolic links resolved. */
  readonly path: string
  /** Changes when the file changes (size and modification time). */
  readonly fingerprint: string
  /** Where the name stands for several files that belong together, all of them: TAESD's encoder and decoder. */
  readonly members?: readonly FileRef[]
}
