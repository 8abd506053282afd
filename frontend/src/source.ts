// Reads the archive of tiles by ranges of bytes; from a host that knows no ranges, whole and once.

import type { RangeResponse, Source } from "pmtiles";

export class TileFile implements Source {
  private whole: Promise<ArrayBuffer> | null = null;

  constructor(private readonly address: string) {}

  getKey(): string {
    return this.address;
  }

  async getBytes(offset: number, length: number, signal?: AbortSignal): Promise<RangeResponse> {
    if (this.whole) return { data: (await this.whole).slice(offset, offset + length) };
    const headers = { range: `bytes=${offset}-${offset + length - 1}` };
    const answer = await fetch(this.address, { headers, ...(signal ? { signal } : {}) });
    if (answer.status === 206) return { data: await answer.arrayBuffer() };
    if (!answer.ok) throw new Error(`${this.address}: ${answer.status}`);
    await answer.body?.cancel();
    this.whole ??= fetch(this.address).then((again) => again.arrayBuffer());
    return { data: (await this.whole).slice(offset, offset + length) };
  }
}
