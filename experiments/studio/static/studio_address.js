// Keeps the address of the page in step with the what-if, and the title with the scenario.
export default {
  props: { query: String, title: String },
  render() {
    return null;
  },
  mounted() {
    this.write();
  },
  watch: {
    query() {
      this.write();
    },
    title() {
      this.write();
    },
  },
  methods: {
    write() {
      if (this.title) document.title = this.title;
      if (this.query) window.history.replaceState(window.history.state, "", `?${this.query}`);
    },
  },
};
