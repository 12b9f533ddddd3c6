"""What is removed by its age, where the settings say after how many days."""
