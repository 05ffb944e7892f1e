"""What Ariane knows: content files, their check, the database built from them and its queries. Never imports Rasa."""
