/** What an editor asks of the system it runs on. */
export interface Shell {
  /** Are there system dialogs? */
  readonly dialogs: boolean
  /** Each resolves to null when the user cancels. */
  pickWorkflow(): Promise<string | null>
  /** @param suggested  the name of a file with its ending, also as a whole path */
  pickSaveTarget(suggested: string): Promise<string | null>
  pickFolder(): Promise<string | null>
  /** Asks the person, where no page can answer, whether a page may use a folder that it names. @throws Error where that cannot be asked */
  confirmFolder(folder: string, use: 'models' | 'pictures'): Promise<boolean>
  /** Shows a file in the system's file window. */
  reveal(path: string): Promise<void>
  copyPicture(path: string): Promise<void>
  noteRecent(path: string): void
}

/** In a browser there are no system dialogs and no file window. */
export const browserShell: Shell = {
  dialogs: false,
  pickWorkflow: async () => null,
  pickSaveTarget: async () => null,
  pickFolder: async () => null,
  confirmFolder: async (folder, use) => {
    const option = `--${use === 'models' ? 'models' : 'out'} ${JSON.stringify(folder)}`
    throw new Error(`${folder} must be confirmed in a terminal. Start Leapgraph in one, or with ${option}.`)
  },
  reveal: async path => {
    throw new Error(`A browser cannot open folders. The file is ${path}`)
  },
  copyPicture: async () => {
    throw new Error('Use the browser’s own menu to copy the picture.')
  },
  noteRecent() {},
}
