// The desk's sound, made here and not loaded: a ring that loops in the audio clock, so a sleeping tab's slow timers
// cannot stop it, and a chime for a new request. It sounds only after a click has unlocked it.
export class Bell {
  constructor(root) {
    this.root = root;
    this.context = null;
    this.loop = null;
    this.seen = null;
    this.show();
  }
  #armed = false;
  get armed() { return this.#armed; }
  set armed(on) { this.#armed = on; this.show(); }
  get sounds() { return this.context?.state === "running"; }
  show() {
    this.root.dataset.armed = this.#armed ? "yes" : "no";
    this.root.dataset.ringing = this.loop ? "yes" : "no";
    this.root.dataset.audio = this.context?.state ?? "none";
  }
  async unlock() {
    this.context ??= new AudioContext();
    this.context.onstatechange = () => this.show();
    await this.context.resume();
    this.show();
    return this.sounds;
  }
  close() { this.armed = false; this.ring(false); }
  ring(on) {
    if (on && !this.loop && this.sounds && this.#armed) {
      this.loop = this.context.createBufferSource();
      this.loop.buffer = this.#tones(2, [[0, 880], [0.22, 660], [0.44, 880], [0.66, 660], [0.88, 880]], 0.2);
      this.loop.loop = true;
      this.loop.connect(this.context.destination);
      this.loop.start();
    } else if (!on && this.loop) {
      this.loop.stop();
      this.loop = null;
    }
    this.show();
  }
  chime() {
    if (!this.sounds) return;
    const once = this.context.createBufferSource();
    once.buffer = this.#tones(1.4, [[0, 660], [0.28, 880]], 0.9);
    once.connect(this.context.destination);
    once.start();
  }
  notice(waiting) { // one chime for what was not there before; what stood there when the page came is known already
    if (this.seen && waiting.some((id) => !this.seen.includes(id))) this.chime();
    this.seen = waiting;
  }
  #tones(seconds, notes, length) {
    const rate = this.context.sampleRate;
    const buffer = this.context.createBuffer(1, seconds * rate, rate);
    const wave = buffer.getChannelData(0);
    for (const [start, pitch] of notes) {
      for (let i = 0; i < length * rate; i++) {
        const t = i / rate;
        const loud = Math.min(1, t / 0.01) * Math.exp((-3 * t) / length); // struck like a bell: no click, no end
        wave[Math.floor(start * rate) + i] += loud * (0.5 * Math.sin(2 * Math.PI * pitch * t) + 0.2 * Math.sin(6 * Math.PI * pitch * t));
      }
    }
    return buffer;
  }
}
