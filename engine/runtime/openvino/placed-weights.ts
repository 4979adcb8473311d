import type { ExternalData, Stored } from '../../onnx/messages.ts'
import { loadKoffi } from '../load-koffi.ts'
import { type MappedFile, mapFile } from './mapped-file.ts'

/**
 * The constants of a model where they already are: in mapped files, and in the arrays of the graph. OpenVINO's reader takes
 * one stretch of memory with all of them, so the stretch begins at the lowest address. Only the constants in it are read.
 */
export class PlacedWeights {
  readonly #files = new Map<string, MappedFile>()
  readonly #addresses = new Map<Stored['data'], bigint>()
  readonly start: bigint
  readonly length: bigint

  /** @throws SessionError when a file cannot be mapped */
  constructor(constants: readonly Stored['data'][]) {
    const ends = constants.map(data => {
      const address = data instanceof ArrayBuffer ? addressOf(data) : this.#addressInFile(data)
      this.#addresses.set(data, address)
      return address + BigInt(data instanceof ArrayBuffer ? data.byteLength : data.length)
    })
    this.start = [...this.#addresses.values()].reduce((a, b) => (a < b ? a : b), ends[0] ?? 0n)
    this.length = ends.reduce((a, b) => (a > b ? a : b), this.start) - this.start
  }

  place = (data: Stored['data']): bigint => this.#addresses.get(data)! - this.start

  release(): void {
    for (const { release } of this.#files.values()) release()
    this.#files.clear()
  }

  #addressInFile({ path, offset }: ExternalData): bigint {
    const file = this.#files.get(path) ?? mapFile(path)
    this.#files.set(path, file)
    return file.address + BigInt(offset)
  }
}

const addressOf = (data: ArrayBuffer): bigint => loadKoffi().address(new Uint8Array(data))
