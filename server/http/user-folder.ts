import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where settings, journal and history lie: `LEAPGRAPH_HOME`, else where the system keeps such things. */
export function userFolder(): string {
  const { env, platform } = process
  if (env.LEAPGRAPH_HOME) return env.LEAPGRAPH_HOME
  if (platform === 'win32') return join(env.APPDATA ?? join(homedir(), 'AppData/Roaming'), 'Leapgraph')
  if (platform === 'darwin') return join(homedir(), 'Library/Application Support/Leapgraph')
  return join(env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'Leapgraph')
}
