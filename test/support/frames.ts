/** Messages of PostgreSQL's protocol out of the chunks of a stream. */
export class Frames {
  readonly #onFrame: (frame: Buffer) => void
  #rest: Buffer = Buffer.alloc(0)

  constructor(onFrame: (frame: Buffer) => void) {
    this.#onFrame = onFrame
  }

  add(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk])
    while (this.#rest.length >= 5) {
      const end = 1 + this.#rest.readInt32BE(1)
      if (this.#rest.length < end) return
      const frame = this.#rest.subarray(0, end)
      this.#rest = this.#rest.subarray(end)
      this.#onFrame(frame)
    }
  }
}
