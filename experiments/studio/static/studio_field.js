// One labelled control: range, number, text, check or choice. It shows its value while it moves and tells the server.
let number = 0;
export default {
  props: {
    kind: String,
    label: String,
    spoken: String,
    value: null,
    low: Number,
    high: Number,
    step: Number,
    options: Object,
    unit: { type: String, default: "" },
    scale: { type: Number, default: 1 },
    digits: { type: Number, default: 0 },
    note: { type: String, default: "" },
    disabled: Boolean,
    mark: String,
  },
  emits: ["moved"],
  data() {
    return { own: this.value, id: `field-${(number += 1)}` };
  },
  watch: {
    value(value) {
      this.own = value;
    },
  },
  computed: {
    shown() {
      return `${(this.own * this.scale).toFixed(this.digits)}${this.unit}`;
    },
  },
  methods: {
    move(event) {
      this.own = event.target.value;
      const numeric = this.kind === "range" || this.kind === "number";
      if (numeric && (event.target.value === "" || !event.target.checkValidity())) return;
      this.$emit("moved", numeric ? Number(event.target.value) : event.target.value);
    },
    check(event) {
      this.own = event.target.checked;
      this.$emit("moved", event.target.checked);
    },
  },
  render() {
    const h = Vue.h;
    const base = { id: this.id, disabled: this.disabled, "aria-label": this.spoken || undefined, "data-mark": this.mark };
    const note = this.note ? h("small", { id: `${this.id}-note`, class: "note" }, this.note) : null;
    if (note) base["aria-describedby"] = `${this.id}-note`;
    const label = h("label", { for: this.id }, this.label);
    if (this.kind === "check") {
      const box = h("input", { ...base, type: "checkbox", checked: this.own, onChange: this.check });
      return h("div", { class: "field check" }, [box, label, note]);
    }
    if (this.kind === "choice") {
      const choices = Object.entries(this.options).map(([value, text]) =>
        h("option", { value, selected: String(value) === String(this.own) }, text),
      );
      return h("div", { class: "field choice" }, [label, h("select", { ...base, onChange: this.move }, choices), note]);
    }
    const bounds = { min: this.low, max: this.high, step: this.step };
    if (this.kind === "range") {
      const slider = h("input", {
        ...base, ...bounds, type: "range", value: this.own, "aria-valuetext": this.shown, onInput: this.move,
      });
      const shown = h("output", { for: this.id, "aria-hidden": "true" }, this.shown);
      return h("div", { class: "field range" }, [label, shown, slider, note]);
    }
    const box = { ...base, type: this.kind, value: this.own, onInput: this.move };
    if (this.kind === "text") Object.assign(box, { maxlength: 40, autocomplete: "off" });
    return h("div", { class: `field ${this.kind}` }, [label, h("input", { ...box, ...bounds }), note]);
  },
};
