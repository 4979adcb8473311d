import type { PackDevice } from '../../engine/runtime/device.ts'
import { selfTest } from './self-test.ts'

/** The program that `test-pack.ts` starts: prints the verdict of the device and the library in its arguments as JSON. */
const [device, library] = process.argv.slice(2) as [PackDevice, string]
console.log(JSON.stringify(await selfTest(device, library)))
