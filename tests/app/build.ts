import { buildApp } from '../../electron/build.ts'

/** Before the specs run side by side: what they all start is built once. */
export default async function build(): Promise<void> {
  await buildApp()
}
