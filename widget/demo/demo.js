// The page's own buttons ask Ariane: what a site may do with its own elements.
for (const button of document.querySelectorAll('[data-ask]')) {
  button.addEventListener('click', () => document.querySelector('ariane-chat').ask(button.dataset.ask));
}

// The line to copy names the server that this page comes from.
const code = document.getElementById('code');
code.textContent = code.textContent.replace('https://ariane.exemple.fr', location.origin);
