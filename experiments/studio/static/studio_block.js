// A piece of the page that the server writes whole; sanitised on the way in, as everything with words from a scenario.
export default {
  props: { tag: { type: String, default: "div" }, html: { type: String, default: "" } },
  render() {
    return Vue.h(this.tag);
  },
  mounted() {
    this.write();
  },
  watch: {
    html() {
      this.write();
    },
  },
  methods: {
    write() {
      this.$el.setHTML(this.html);
    },
  },
};
