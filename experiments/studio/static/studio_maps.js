// The journey maps, with customers that move along their ways: as many dots as there are customers, one for every eight
// of 100. Where a dot stands follows from the clock alone, so that a new picture does not make anybody jump.
const SPEED = 42; // pixels of the map a second
const PER_DOT = 8;
const POINTS = 48;
export default {
  props: { html: { type: String, default: "" }, moving: Boolean },
  data() {
    return { ways: [], frame: null, quiet: window.matchMedia("(prefers-reduced-motion: reduce)") };
  },
  render() {
    return Vue.h("div", { class: "maps", "data-moving": String(this.moves()) });
  },
  mounted() {
    this.quiet.addEventListener("change", this.start);
    this.write();
  },
  unmounted() {
    this.quiet.removeEventListener("change", this.start);
    cancelAnimationFrame(this.frame);
  },
  watch: {
    html() {
      this.write();
    },
    moving() {
      this.start();
    },
  },
  methods: {
    moves() {
      return this.moving && !this.quiet.matches;
    },
    write() {
      const places = [...this.$el.querySelectorAll(".map-scroll")].map((box) => [box.scrollLeft, box.scrollTop]);
      this.$el.setHTML(this.html);
      this.$el.querySelectorAll(".map-scroll").forEach((box, k) => {
        if (places[k]) [box.scrollLeft, box.scrollTop] = places[k];
      });
      this.ways = [];
      for (const path of this.$el.querySelectorAll("path[data-per100]")) {
        const length = path.getTotalLength();
        const dots = Math.min(Math.ceil(Number(path.dataset.per100) / PER_DOT), Math.max(Math.floor(length / 14), 1), 16);
        const at = Array.from({ length: POINTS + 1 }, (_, k) => path.getPointAtLength((length * k) / POINTS));
        const layer = path.ownerSVGElement.querySelector(".dots");
        const start = at[0].y * 0.013 + at[0].x * 0.007;
        this.ways.push({ at, dots: [], count: dots, layer, start, seconds: Math.max(length / SPEED, 0.8) });
      }
      this.start();
    },
    start() {
      cancelAnimationFrame(this.frame);
      this.$el.dataset.moving = String(this.moves());
      for (const way of this.ways) {
        for (const dot of way.dots) dot.remove();
        way.dots = [];
        for (let k = 0; this.moves() && k < way.count; k += 1) {
          const dot = document.createElementNS("http://www.w3.org/2000/svg", "circle");
          dot.setAttribute("r", "2.6");
          dot.setAttribute("class", "dot");
          way.layer.append(dot);
          way.dots.push(dot);
        }
      }
      if (this.moves()) this.frame = requestAnimationFrame(this.step);
    },
    step(now) {
      for (const way of this.ways) {
        way.dots.forEach((dot, k) => {
          const phase = (now / 1000 / way.seconds + k / way.count + way.start) % 1;
          const place = phase * POINTS;
          const before = way.at[Math.floor(place)];
          const after = way.at[Math.min(Math.floor(place) + 1, POINTS)];
          const share = place - Math.floor(place);
          dot.setAttribute("cx", (before.x + (after.x - before.x) * share).toFixed(1));
          dot.setAttribute("cy", (before.y + (after.y - before.y) * share).toFixed(1));
        });
      }
      this.frame = requestAnimationFrame(this.step);
    },
  },
};
