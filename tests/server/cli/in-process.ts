import { vi } from 'vitest'

/** Runs a command of the program in this process, as `server/main.ts` does, without the second that starting one takes. */
export async function inProcess(command: () => Promise<number>) {
  const said = { stdout: '', stderr: '' }
  const listen = (name: 'stdout' | 'stderr') =>
    vi.spyOn(process[name], 'write').mockImplementation(text => {
      said[name] += text
      return true
    })
  const spies = [listen('stdout'), listen('stderr')]
  try {
    const code = await command().catch((error: Error) => {
      said.stderr += `error: ${error.message}\n`
      return 1
    })
    return { code, ...said }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}
