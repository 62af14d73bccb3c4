"""The operator's page (值守): how it stands with WeChat, what waits for a hand, and whether the loops go round."""
