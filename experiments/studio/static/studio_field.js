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
  emits: ["moved", "letgo"],
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
    value_of(event) {
      if (this.kind === "check") return event.target.checked;
      this.own = event.target.value;
      if (this.kind !== "range" && this.kind !== "number") return event.target.value;
      return event.target.value === "" || !event.target.checkValidity() ? null : Number(event.target.value);
    },
    move(event) {
      const value = this.value_of(event);
      if (value !== null) this.$emit("moved", value);
    },
    end(event) {
      const value = this.value_of(event);
      this.own = value ?? this.own;
      if (value !== null) this.$emit("letgo", value);
    },
  },
  render() {
    const h = Vue.h;
    const base = { id: this.id, disabled: this.disabled, "aria-label": this.spoken || undefined, "data-mark": this.mark };
    const note = this.note ? h("small", { id: `${this.id}-note`, class: "note" }, this.note) : null;
    if (note) base["aria-describedby"] = `${this.id}-note`;
    const label = h("label", { for: this.id }, this.label);
    if (this.kind === "check") {
      const box = h("input", { ...base, type: "checkbox", checked: this.own, onChange: this.end });
      return h("div", { class: "field check" }, [box, label, note]);
    }
    if (this.kind === "choice") {
      const choices = Object.entries(this.options).map(([value, text]) =>
        h("option", { value, selected: String(value) === String(this.own) }, text),
      );
      return h("div", { class: "field choice" }, [label, h("select", { ...base, onChange: this.end }, choices), note]);
    }
    const bounds = { min: this.low, max: this.high, step: this.step };
    if (this.kind === "range") {
      const slider = h("input", {
        ...base, ...bounds, type: "range", value: this.own, "aria-valuetext": this.shown, onInput: this.move,
        onChange: this.end,
      });
      const shown = h("output", { for: this.id, "aria-hidden": "true" }, this.shown);
      return h("div", { class: "field range" }, [label, shown, slider, note]);
    }
    const box = { ...base, type: this.kind, value: this.own, onInput: this.move, onChange: this.end };
    if (this.kind === "text") Object.assign(box, { maxlength: 40, autocomplete: "off" });
    return h("div", { class: `field ${this.kind}` }, [label, h("input", { ...box, ...bounds }), note]);
  },
};
