/** What only the desktop can do for an editor. */
export interface Shell {
  /** Are there system dialogs? */
  readonly dialogs: boolean
  /** Each answers null when it is cancelled. */
  pickWorkflow(): Promise<string | null>
  pickSaveTarget(name: string): Promise<string | null>
  pickFolder(): Promise<string | null>
  /** Shows a file in the system's file window. */
  reveal(path: string): Promise<void>
  copyPicture(path: string): Promise<void>
  noteRecent(path: string): void
}

/** In a browser: no dialogs, and no business in other windows. */
export const browserShell: Shell = {
  dialogs: false,
  pickWorkflow: async () => null,
  pickSaveTarget: async () => null,
  pickFolder: async () => null,
  reveal: async path => {
    throw new Error(`A browser cannot open folders; the picture is ${path}.`)
  },
  copyPicture: async () => {
    throw new Error('Use the browser’s own menu to copy the picture.')
  },
  noteRecent() {},
}
